import type { Network, State } from '@tlmkit/core'
import type { StatesComparison } from '../comparing/compareStates.js'
import type { SettlementRange } from '../comparing/SettlementRange.js'
import type { Proposal, ProposeCommand } from './Proposal.js'

/** What a proposal would have changed. */
export interface ProposedImpact {
  readonly range: SettlementRange
  readonly comparison: StatesComparison
}

/** A proposal, and what was done with it. */
export interface ToldProposal {
  readonly network: Network
  readonly state: State
  readonly proposal: Proposal
  /** Undefined without a proposer, and where a network has no governance. */
  readonly command: ProposeCommand | undefined
  readonly impact: ProposedImpact | undefined
  /** File that the command was written to, as the command line calls it. */
  readonly written: string | undefined
}
