import type { CommandContext } from '@tlmkit/core'

/** A voter of a period and what its vote weighed. */
export interface WeightedVoter {
  readonly voter: string
  /** Its largest weight on a proposal of the period that met quorum. */
  readonly weight: bigint
}

/** What voter rewards ask of a network's governance. */
export interface VoterBook {
  /** The voters of a week, each once. */
  readonly votersOf: (context: CommandContext, period: bigint) => readonly WeightedVoter[]
}

/** A network without votes: its governance pool carries over. */
export const NO_VOTERS: VoterBook = Object.freeze({ votersOf: () => [] })
