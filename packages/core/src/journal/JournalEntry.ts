import type { AccountPath } from '../accounts/Account.js'

/** One movement of base units of one denomination. */
export interface Posting {
  readonly debit: AccountPath
  readonly credit: AccountPath
  readonly denomination: string
  readonly amount: bigint
  readonly reason: string
  /** Module that moved it. */
  readonly tlm: string
}

/** Value of an event field: whole numbers and ratios as text. */
export type EventValue = string | boolean

export interface JournalEvent {
  readonly tlm: string
  readonly event: string
  readonly fields: Readonly<Record<string, EventValue>>
}

export interface TallyEntry {
  readonly on: AccountPath
  readonly units: bigint
  readonly tlm: string
}

/** How a claim ended. */
export type OutcomeStatus = 'settled' | 'finished' | 'discarded'

/** One claim or one close module, as the journal keeps it. */
export interface JournalEntry {
  readonly type: 'claim' | 'close' | 'lifecycle'
  /** Claim kind, or the close module's or lifecycle's name. */
  readonly kind: string
  readonly key: readonly string[]
  /** Route taken, and params version, of a claim. */
  readonly route: string
  readonly paramsVersion: number
  readonly status: OutcomeStatus
  /** Module that ended it, and its code: for settled claims empty. */
  readonly tlm: string
  readonly code: string
  /** The node or account at which it was discarded, for people: not part of the block's hash. */
  readonly at: string
  /** Base units asked for, and granted by the limit phase, where the chain has them. */
  readonly claimed: bigint | undefined
  readonly settled: bigint | undefined
  readonly postings: readonly Posting[]
  readonly tallies: readonly TallyEntry[]
  readonly events: readonly JournalEvent[]
  /**
   * Amounts the rules read from balances, in statement order. For a claim that was discarded in the
   * settle phase followed by the number of postings that were undone.
   */
  readonly witnesses: readonly bigint[]
}
