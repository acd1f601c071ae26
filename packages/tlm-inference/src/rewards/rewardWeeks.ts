import { defineLifecycle } from '@tlmkit/core'
import type { RatioState } from './RatioState.js'

/**
 * What was settled in a week, and what it pays.
 *
 * Units: amounts in base units.
 */
export type RewardWeek = {
  readonly status: 'counting' | 'open' | 'closed'
  /** Compute units served, for figures: work counts by what it cost. */
  readonly cu: bigint
  /** Gross of the bills settled. */
  readonly gross: bigint
  /** The least `rewardBound` of the params that these bills opened with. */
  readonly bound: RatioState
  /** What was in force when the first of them was counted. */
  readonly emission: bigint
  readonly adaptorShare: RatioState
  readonly claimWeeks: bigint
  /** What the week pays in all, once it is open. */
  readonly pot: bigint
}

/** Names the lifecycle of weekly rewards, whose works are weeks: `0`, `1`, ... */
export const rewardWeeks = defineLifecycle<RewardWeek>()({ name: 'reward-weeks', commands: {} })
