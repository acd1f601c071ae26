import { addRatios, compareRatios, ratioOf, type Ratio } from '@tlmkit/core'
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
  .superRefine(checkDelegators)

/** Parameter values as they are written. */
export type DgridParamsInput = z.input<typeof dgridParams>

interface ThawWindows {
  readonly thawPeriod: bigint
  readonly settleWindow: bigint
  readonly verdictWindow: bigint
  readonly challengeWindow: bigint
}

/** Stake that leaves after a bill was taken is still there when its result is shown to be false. */
function checkThaw(
  { thawPeriod, settleWindow, verdictWindow, challengeWindow }: ThawWindows,
  context: z.RefinementCtx,
): void {
  const least = settleWindow + verdictWindow + challengeWindow
  if (thawPeriod >= least) return
  const message = `it must be at least the settle, verdict and challenge windows of bills: ${least}`
  context.addIssue({ code: 'custom', path: ['thawPeriod'], message })
}

interface DelegatorTerms {
  readonly delegatorsShareLoss: boolean
  readonly ownShareMin: Ratio
  readonly nodeBindRatio: Ratio
  readonly adaptorShare: Ratio
  readonly governanceShare: Ratio
  readonly rewardBound: Ratio
}

/**
 * Where delegators bear what own stake does not, a node that shows its own result to be false must
 * lose more of its own than its other hands keep of the bill.
 */
function checkDelegators(params: DelegatorTerms, context: z.RefinementCtx): void {
  if (!params.delegatorsShareLoss) return
  const { ownShareMin, nodeBindRatio, adaptorShare, governanceShare, rewardBound } = params
  const kept = addRatios(addRatios(adaptorShare, governanceShare), rewardBound)
  if (compareRatios(product(ownShareMin, nodeBindRatio), kept) > 0) return
  const others = 'adaptorShare + governanceShare + rewardBound'
  const message = `it must be false, or ownShareMin x nodeBindRatio above ${others}`
  context.addIssue({ code: 'custom', path: ['delegatorsShareLoss'], message })
}

const product = (a: Ratio, b: Ratio): Ratio => ratioOf(a.num * b.num, a.den * b.den)
