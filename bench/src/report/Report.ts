import type { EndToEndResult } from '../harness/measureEndToEnd.ts'
import type { Result } from '../harness/measureWorkload.ts'
import type { SingleCommands } from '../measureSingleCommands.ts'
import type { Microtasks } from '../microtasks/measureMicrotasks.ts'
import type { PoolFigures } from '../pool/PoolFigures.ts'

/** Everything that one call of the bench measured, as `results.json` has it. */
export interface Report {
  readonly date: string
  readonly machine: {
    readonly processor: string
    readonly cores: number
    readonly memoryGiB: number
  }
  readonly versions: {
    readonly node: string
    readonly core: string
    readonly commit: string
    /** Of the C reference; absent where there is none. */
    readonly compiler?: string
  }
  readonly repeat: number
  /** In which the engines got the claims. */
  readonly order: string
  readonly results: readonly Result[]
  readonly endToEnd: readonly EndToEndResult[]
  readonly singleCommands?: SingleCommands
  readonly microtasks?: Microtasks
  readonly pool?: PoolFigures
}
