import type { CommandContext } from '@tlmkit/core'
import type { ProposalState } from './ProposalState.js'

/** The claim by which the bond of the proposal at hand leaves its escrow. */
export function bondEnd(
  { work, height }: CommandContext,
  { proposer, bond }: ProposalState,
  isForfeited: boolean,
) {
  return { proposal: work, voter: proposer, bond, isForfeited, height }
}
