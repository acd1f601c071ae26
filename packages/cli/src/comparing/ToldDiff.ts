import type { ChangedParam } from './changedParams.js'
import type { StatesComparison } from './compareStates.js'
import type { SettlementRange } from './SettlementRange.js'

/** A comparison, and what was compared as the command line calls it. */
export interface ToldDiff {
  readonly range: SettlementRange
  /** File of the values before; undefined for those of the state. */
  readonly before: string | undefined
  readonly after: string
  readonly params: readonly ChangedParam[]
  readonly comparison: StatesComparison
}
