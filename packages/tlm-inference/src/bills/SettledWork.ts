import type { CommandContext, Tell } from '@tlmkit/core'

/** Work that was settled, as rewards count it. */
export interface SettledWork {
  readonly node: string
  /** Who routed it; empty: nobody. */
  readonly adaptor: string
  readonly cu: bigint
  /** Base units. */
  readonly gross: bigint
  /** Milliseconds. */
  readonly responseMs: bigint
  readonly targetMs: bigint
}

/** Counts settled work for rewards. */
export type BillCounter = (context: CommandContext, work: SettledWork) => readonly Tell[]
