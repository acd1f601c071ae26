import type { Network, State } from '@tlmkit/core'
import type { ScriptRun } from '../running/ScriptRun.js'
import type { RunTotals } from './RunTotals.js'

/** A run of a file of commands, and what it came to. */
export interface RunSummary {
  readonly network: Network
  /** The file, as the command line calls it. */
  readonly file: string
  readonly before: State
  readonly run: ScriptRun
  readonly totals: RunTotals
  readonly until: bigint | undefined
}
