import type { ProposalState } from './ProposalState.js'

/** Where a proposal stands; before it is proposed it is drafted. */
export type ProposalStatus =
  | ('discussed' | 'voting' | 'voted')
  | ('queued' | 'executed' | 'defeated' | 'cancelled' | 'expired' | 'invalid')

/**
 * Where a proposal stands at a time.
 *
 * Rule: an open one is discussed, voted on from `votingFrom`, and waits to be queued from
 * `votingUntil`; a queued one has expired after `executableUntil`.
 * Units: `time` in seconds.
 * Source: spec/governance.md, Proposal.
 */
export function proposalStatus(proposal: ProposalState, time: bigint): ProposalStatus {
  if (proposal.status === 'open') {
    if (time < proposal.votingFrom) return 'discussed'
    return time < proposal.votingUntil ? 'voting' : 'voted'
  }
  if (proposal.status !== 'queued') return proposal.status
  return time > proposal.executableUntil ? 'expired' : 'queued'
}
