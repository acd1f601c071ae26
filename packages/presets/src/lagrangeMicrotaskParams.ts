import { governanceParams } from '@tlmkit/governance'
import {
  batchLiveParams,
  batchMoneyParams,
  batchWindowParams,
  checkMicrotaskParams,
} from '@tlmkit/tlm-microtask'
import { checkStakeParams, stakeParams } from '@tlmkit/tlm-stake'
import { z } from 'zod'

/**
 * All parameters of a network of micro-tasks, in one schema: batches, stake, insurance,
 * governance.
 *
 * Units: as `listParams` tells of each.
 * Source: spec/microtask.md, Parameters; spec/stake.md; spec/governance.md.
 */
export const lagrangeMicrotaskParams = z
  .strictObject({
    ...governanceParams.shape,
    ...stakeParams.shape,
    ...batchMoneyParams.shape,
    ...batchWindowParams.shape,
    ...batchLiveParams.shape,
  })
  .superRefine(checkMicrotaskParams)
  .superRefine(checkStakeParams)

/** Parameter values as they are written. */
export type LagrangeMicrotaskParamsInput = z.input<typeof lagrangeMicrotaskParams>
