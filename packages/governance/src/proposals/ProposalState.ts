import { defineLifecycle } from '@tlmkit/core'

/** A change of a parameter, as a proposal carries it. */
export type ProposedChange = {
  /** `owner.key`. */
  readonly key: string
  /** The value as text. */
  readonly value: string
  /** Proposal that was queued on this key before, where it had not ended then; empty: none. */
  readonly previous: string
}

/** What every proposal holds. Times in seconds, amounts in base units. */
type Proposed = {
  readonly proposer: string
  readonly bond: bigint
  readonly changes: readonly ProposedChange[]
  readonly payments: readonly { readonly to: string; readonly amount: bigint }[]
  readonly proposedAt: bigint
  /** First second in which votes are cast, and the first in which they are no more. */
  readonly votingFrom: bigint
  readonly votingUntil: bigint
  /** What of the stake must have voted, as it was when it was made. */
  readonly quorum: { readonly num: bigint; readonly den: bigint }
  /** Weight of the votes cast. */
  readonly for: bigint
  readonly against: bigint
  readonly abstain: bigint
  /** Voter that voted last for the first time; each ballot names the one before. */
  readonly lastVoter: string
  /** Proposal that was made before among those whose votes end in one week. */
  readonly previousInWeek: string
}

/** Discussed, voted on, or voted and not queued yet: time tells which. */
export type OpenProposal = Proposed & { readonly status: 'open' }

export type QueuedProposal = Proposed & {
  readonly status: 'queued' | 'executed' | 'invalid'
  readonly queuedAt: bigint
  /** First and last second in which it may be executed. */
  readonly executableFrom: bigint
  readonly executableUntil: bigint
}

export type DefeatedProposal = Proposed & {
  readonly status: 'defeated'
  readonly reason: 'quorum-not-met' | 'majority-not-met'
}

/** Withdrawn by its proposer, or queued too late. */
export type ClosedProposal = Proposed & { readonly status: 'cancelled' | 'expired' }

export type ProposalState = OpenProposal | QueuedProposal | DefeatedProposal | ClosedProposal

/** A vote. */
export type Ballot = {
  readonly choice: VoteChoice
  /** Base units. */
  readonly weight: bigint
  /** Voter that voted before, empty for the first. */
  readonly previous: string
}

export const VOTE_CHOICES = ['for', 'against', 'abstain'] as const
export type VoteChoice = (typeof VOTE_CHOICES)[number]

/** Proposals, to look at; `proposalsLifecycle` has their commands. */
export const proposalWorks = defineLifecycle<ProposalState>()({ name: 'proposals', commands: {} })

/** Votes, by `<proposal>/<voter>`. */
export const ballots = defineLifecycle<Ballot>()({ name: 'ballots', commands: {} })

/** Proposals whose votes end in a week, by its number since 1970: the last that was made. */
export const proposalWeeks = defineLifecycle<{ readonly last: string }>()({
  name: 'proposal-weeks',
  commands: {},
})

/** Proposals queued on a parameter, by `owner.key`: the last one. */
export const queuedChanges = defineLifecycle<{ readonly last: string }>()({
  name: 'queued-changes',
  commands: {},
})
