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
  .superRefine(checkThaw)

/** Parameter values as they are written. */
export type DgridParamsInput = z.input<typeof dgridParams>

interface ThawWindows {
  readonly thawPeriod: bigint
  readonly verdictWindow: bigint
  readonly challengeWindow: bigint
}

/** Stake that leaves after a false result was submitted is still there when it is shown. */
function checkThaw(
  { thawPeriod, verdictWindow, challengeWindow }: ThawWindows,
  context: z.RefinementCtx,
): void {
  const least = verdictWindow + challengeWindow
  if (thawPeriod >= least) return
  const message = `it must be at least the verdict and challenge windows of bills, ${least} blocks`
  context.addIssue({ code: 'custom', path: ['thawPeriod'], message })
}
