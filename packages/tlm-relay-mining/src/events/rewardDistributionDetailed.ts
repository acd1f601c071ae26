import type { OpReason } from './OP_REASONS.js'
import type { Reward } from './rewardDistribution.js'

/** A transfer to an account and why, in base units. */
export interface DetailedReward extends Reward {
  readonly reason: OpReason
}

/**
 * Every transfer of a claim to an account, one by one, in the order they were made.
 *
 * Rule: nothing is merged, not even the same recipient and reason.
 * Units: base units.
 * Source: spec/pocket.md sections 5.3b and 9.1, EventClaimSettled.
 */
export function rewardDistributionDetailed(
  transfers: readonly DetailedReward[],
): readonly DetailedReward[] {
  return transfers.map(({ recipient, reason, amount }) => ({ recipient, reason, amount }))
}
