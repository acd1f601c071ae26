import type { Network, State } from '@tlmkit/core'
import type { RecordedSettlement } from '@tlmkit/governance'

/** How many commands of a file were accepted, refused, and had settled before. */
export interface CommandCounts {
  readonly accepted: number
  readonly refused: number
}

/** A settlement of a range. */
export interface RangeStep {
  /** Undefined where no command was left to settle. */
  readonly settled: RecordedSettlement | undefined
  /** Undefined where claims are settled. */
  readonly commands: CommandCounts | undefined
}

/** Claims, or a file of commands, that settle on a state with one set of values or another. */
export interface SettlementRange {
  readonly network: Network
  /** The state that it starts from. */
  readonly state: State
  /** What settles, for people: `claims.ndjson at height 944913`. */
  readonly shown: string
  /** Name of the settlement, or first part of the names. */
  readonly id: string
  /** Settles on a state, in order. Errors: those of settling and of the files. */
  readonly settleOn: (state: State) => AsyncIterable<RangeStep>
}
