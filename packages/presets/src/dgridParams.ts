import { governanceParams } from '@tlmkit/governance'
import {
  billParams,
  checkBillParams,
  checkHeartbeatParams,
  checkRewardParams,
  checkSlashParams,
  heartbeatParams,
  rewardParams,
  slashParams,
} from '@tlmkit/tlm-inference'
import { checkStakeParams, stakeParams } from '@tlmkit/tlm-stake'
import { z } from 'zod'

/**
 * All parameters of a network of inference bills, in one schema: bills, rewards, slashes, stake and
 * governance itself.
 *
 * Units: as `listParams` tells of each.
 * Source: spec/inference.md, Parameters; spec/governance.md; spec/stake.md.
 */
export const dgridParams = z
  .strictObject({
    ...stakeParams.shape,
    ...rewardParams.shape,
    ...heartbeatParams.shape,
    ...slashParams.shape,
    ...governanceParams.shape,
    ...billParams.shape,
  })
  .superRefine(checkBillParams)
  .superRefine(checkRewardParams)
  .superRefine(checkHeartbeatParams)
  .superRefine(checkSlashParams)
  .superRefine(checkStakeParams)

/** Parameter values as they are written. */
export type DgridParamsInput = z.input<typeof dgridParams>
