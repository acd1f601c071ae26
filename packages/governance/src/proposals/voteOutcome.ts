import type { CommandContext } from '@tlmkit/core'
import { governanceParamsOf } from '../governanceParamsOf.js'
import { stakeBefore, totalStakeBefore } from '../stake/stakeCourse.js'
import type { ProposalState } from './ProposalState.js'

/**
 * What a voter weighs on a proposal: its stake before voting began, and the bond for its proposer.
 *
 * Units: base units. Complexity: logarithmic in the changes of the voter's stake.
 * Source: spec/governance.md, Votes.
 */
export function weightOf(
  context: Pick<CommandContext, 'peek'>,
  { votingFrom, proposer, bond }: ProposalState,
  voter: string,
): bigint {
  const staked = stakeBefore(context, voter, votingFrom)
  return voter === proposer ? staked + bond : staked
}

/**
 * Whether enough has voted for a vote to count.
 *
 * Rule: votes, abstentions included, are at least the quorum of all stake before voting began and
 * the bond, which is never nothing.
 * Rounding: none.
 * Source: spec/governance.md, Votes.
 */
export function isQuorumMet(
  context: Pick<CommandContext, 'peek'>,
  proposal: ProposalState,
): boolean {
  const { quorum } = proposal
  const votes = proposal.for + proposal.against + proposal.abstain
  const base = totalStakeBefore(context, proposal.votingFrom) + proposal.bond
  return votes * quorum.den >= quorum.num * base
}

/** How a vote ended: why the proposal is defeated, or that it is not. */
export function voteOutcome(
  context: Pick<CommandContext, 'peek' | 'params'>,
  proposal: ProposalState,
): 'passed' | 'quorum-not-met' | 'majority-not-met' {
  const { majority } = governanceParamsOf(context.params)
  if (!isQuorumMet(context, proposal)) return 'quorum-not-met'
  const { for: yes, against } = proposal
  const isWon = yes > 0n && yes * majority.den >= majority.num * (yes + against)
  return isWon ? 'passed' : 'majority-not-met'
}
