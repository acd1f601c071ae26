import { governanceParams } from '@tlmkit/governance'
import { checkMemoryParams, leaseParams, memoryLiveParams } from '@tlmkit/tlm-memory'
import { checkStakeParams, stakeParams } from '@tlmkit/tlm-stake'
import { z } from 'zod'

/**
 * All parameters of a network of memory leases, in one schema: leases, stake, insurance,
 * governance.
 *
 * Units: as `listParams` tells of each.
 * Source: spec/memory.md, Parameters; spec/stake.md; spec/governance.md.
 */
export const lagrangeMemoryParams = z
  .strictObject({
    ...governanceParams.shape,
    ...stakeParams.shape,
    ...leaseParams.shape,
    ...memoryLiveParams.shape,
  })
  .superRefine(checkMemoryParams)
  .superRefine(checkStakeParams)

/** Parameter values as they are written. */
export type LagrangeMemoryParamsInput = z.input<typeof lagrangeMemoryParams>
