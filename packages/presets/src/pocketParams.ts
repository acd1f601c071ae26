import { amountParam } from '@tlmkit/params'
import { pocketTokenomicsParams } from '@tlmkit/tlm-burn'
import {
  checkSharedParams,
  proofParams,
  serviceParams,
  sharedParams,
} from '@tlmkit/tlm-relay-mining'
import { z } from 'zod'

/**
 * All parameters of a Pocket network, in one schema: the TLMs share them, so that two that need the
 * same figure cannot disagree.
 *
 * Units: as `listParams` tells of each.
 * Source: spec/pocket.md section 9.
 */
export const pocketParams = z
  .strictObject({
    ...pocketTokenomicsParams.shape,
    ...sharedParams.shape,
    ...proofParams.shape,
    ...serviceParams.shape,
    applicationMinStake: amountParam(1_000_000n, {
      unit: 'upokt',
      effect: 'Least stake with which an application stays bonded.',
    }),
    supplierMinStake: amountParam(1_000_000n, {
      unit: 'upokt',
      effect: 'Least stake with which a supplier stays bonded.',
    }),
  })
  .superRefine(checkSharedParams)

/** Parameter values as they are written. */
export type PocketParamsInput = z.input<typeof pocketParams>
