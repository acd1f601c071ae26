import type { Network, SettleInput, State } from '@tlmkit/core'
import type { Outcome } from './plainBigint.ts'
import type { FileWriter } from './reference/FileWriter.ts'

/** In which order claims arrive. */
export type Order = 'canonical' | 'shuffled'

/** Balances by denomination, then account. */
export type Balances = ReadonlyMap<string, ReadonlyMap<string, bigint>>

/** Claims of a workload in memory, as idiomatic code has them. */
export interface PlainWork {
  /** Settles them from the opening balances. Only this is timed. */
  readonly settle: () => Outcome
  /** Puts the opening balances back. */
  readonly reset: () => void
  readonly balances: () => Balances
}

/** Claims of a workload as the engines take them. */
export interface EngineWork {
  readonly network: Network
  readonly state: State
  readonly input: SettleInput
}

/** One account of a workload, in the order in which the C reference numbers them. */
export interface NumberedAccount {
  readonly account: string
  readonly denomination: string
  /** Before the settlement, and the lowest allowed, in base units. */
  readonly opening: bigint
  readonly floor: bigint
}

/** Claims that every contestant settles. `count` claims of it are a function of seed and index. */
export interface Workload {
  readonly id: string
  readonly title: string
  readonly plain: (count: number) => PlainWork
  readonly engine: (count: number, order: Order) => EngineWork
  readonly accounts: (count: number) => Iterable<NumberedAccount>
  /** What follows the balances in the workload file of the C reference. */
  readonly write: (file: FileWriter, count: number) => void
  /** Number of the workload's kind in that file. */
  readonly fileKind: 1 | 2
}
