import { defineLifecycle } from '@tlmkit/core'
import type { RatioState } from './RatioState.js'

/** A year of the treasury stream. */
export type TreasuryYear = {
  /** Base units that the treasury held at the start of the year. */
  readonly opening: bigint
  /** Rate of the stream at that time. */
  readonly rate: RatioState
  /** Weeks that were paid. */
  readonly weeks: bigint
}

/** Names the lifecycle of the treasury stream, whose works are years: `0`, `1`, ... */
export const treasuryYears = defineLifecycle<TreasuryYear>()({
  name: 'treasury-stream',
  commands: {},
})
