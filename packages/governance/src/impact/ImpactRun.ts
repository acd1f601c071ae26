import type { AccountPath, Balances, Receipt } from '@tlmkit/core'

/** An account that must stay solvent, over a range of settlements. Base units. */
export interface PoolCourse {
  readonly account: AccountPath
  readonly denomination: string
  readonly opening: bigint
  readonly closing: bigint
  /** Least that it held after any posting. */
  readonly lowest: bigint
  /** Settlement in which it held that little first; empty: it opened with it. */
  readonly lowestIn: string
}

/** What a range of settlements came to under one set of parameter values. */
export interface ImpactRun {
  readonly opening: Balances
  readonly closing: Balances
  readonly settlements: number
  /** How claims ended, summed over the settlements. */
  readonly claims: Receipt['claims']
  /** Base units minted and burned by denomination, summed over the settlements. */
  readonly supply: Receipt['supply']
  readonly pools: readonly PoolCourse[]
}
