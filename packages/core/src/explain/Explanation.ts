import type { JournalEvent, OutcomeStatus, Posting } from '../journal/JournalEntry.js'

/** One named value of a claim, recomputed from its inputs. */
export interface ValueStep {
  readonly step: 'value'
  readonly tlm: string
  readonly phase: string
  readonly name: string
  /** In names: `floor(stake / pendingSessions)`. */
  readonly formula: string
  /** In numbers: `floor(1000 / 2)`. */
  readonly numbers: string
  /** What it came to, or the fault that kept it from being computed. */
  readonly value: string
  readonly denomination: string | undefined
  /** What rounding left over or added: an exact fraction of a base unit. */
  readonly rounding:
    | { readonly rounding: 'floor' | 'ceil'; readonly fraction: string; readonly to: string }
    | undefined
  /** Which operand of a min or max won. */
  readonly limit: string | undefined
}

/** A fact of the claim's group. */
export interface GroupStep {
  readonly step: 'group'
  readonly tlm: string
  readonly name: string
  readonly group: string
  readonly value: string
  readonly denomination: string | undefined
}

/** A condition that ended the claim, or did not. */
export interface CheckStep {
  readonly step: 'check'
  readonly tlm: string
  readonly condition: string
  readonly numbers: string
  readonly holds: boolean
  /** Code or outcome that follows when it holds. */
  readonly then: string
  readonly effect: 'reject' | 'finish'
}

/** A movement, in order. */
export interface MoveStep {
  readonly step: 'move'
  readonly posting: Posting
  /** Why this account got units beyond its share, where it did. */
  readonly note: string | undefined
}

export type ExplainStep = ValueStep | GroupStep | CheckStep | MoveStep

/** Why a claim came to what it came to. */
export interface Explanation {
  readonly kind: string
  readonly key: readonly string[]
  readonly route: string
  readonly paramsVersion: number
  readonly outcome: {
    readonly status: OutcomeStatus | 'deferred'
    readonly tlm: string
    readonly code: string
    readonly at: string
  }
  readonly claimed: bigint | undefined
  readonly settled: bigint | undefined
  /** Columns as presented, then facts looked up. */
  readonly inputs: readonly {
    readonly column: string
    readonly value: string
    readonly denomination: string | undefined
    readonly fact: boolean
  }[]
  readonly steps: readonly ExplainStep[]
  /** Postings in force; none when the claim was discarded. */
  readonly postings: readonly Posting[]
  readonly events: readonly JournalEvent[]
}
