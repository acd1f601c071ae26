import type { AccountPath, Ratio } from '@tlmkit/core'
import type { PoolCourse } from './ImpactRun.js'

/** A figure under the values in force and under others. `delta`: after less before. */
export interface Change {
  readonly before: bigint
  readonly after: bigint
  readonly delta: bigint
}

/** Net change of an account over the range, in base units; below 0 where it paid. */
export interface AccountImpact extends Change {
  readonly account: AccountPath
  readonly denomination: string
}

/** An exact figure under the values in force and under others. */
export interface RatioChange {
  readonly before: Ratio
  readonly after: Ratio
}

/** All that changes in one denomination. Base units, but for counts and ratios. */
export interface DenominationImpact {
  readonly denomination: string
  /** What payees were paid, net over the range. */
  readonly paid: Change
  /** Number of accounts that were paid. */
  readonly payees: Change
  readonly minted: Change
  readonly burned: Change
  /** Minted less burned. */
  readonly supply: Change
  /** Accounts that have more, less, the same afterwards than they would have. */
  readonly winners: number
  readonly losers: number
  readonly unchanged: number
  /** Inequality of what payees were paid: 0 all the same, towards 1 one takes all. */
  readonly gini: RatioChange
  /** Share of the ten that were paid most in what was paid; 0 where nothing was. */
  readonly topTenShare: RatioChange
}

export interface PoolImpact {
  readonly account: AccountPath
  readonly denomination: string
  readonly before: PoolCourse
  readonly after: PoolCourse
}

/** What other parameter values would have changed over a range of settlements. */
export interface Impact {
  readonly settlements: Change
  /** How claims ended. */
  readonly claims: {
    readonly settled: Change
    readonly finished: Change
    readonly discarded: Change
    readonly deferred: Change
  }
  /** By denomination, by its bytes. */
  readonly denominations: readonly DenominationImpact[]
  /** Every account that changed under either, by its bytes, then denomination. */
  readonly accounts: readonly AccountImpact[]
  readonly pools: readonly PoolImpact[]
}
