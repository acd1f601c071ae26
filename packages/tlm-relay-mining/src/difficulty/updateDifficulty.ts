import { sessionGrid, type SessionGridParams } from '../sessions/sessionGrid.js'
import type { Difficulty, DifficultyEntry } from './Difficulty.js'
import { newTargetHash } from './newTargetHash.js'
import { nextRelaysEma } from './nextRelaysEma.js'

/** What is kept of a service's difficulty between settlements. */
export interface ServiceDifficulty {
  /** As of the last settlement, in force or not; absent before the first one. */
  readonly current?: Difficulty | undefined
  /** In any order. */
  readonly history: readonly DifficultyEntry[]
}

export interface UpdateDifficultyOptions extends ServiceDifficulty {
  /** Mined relays of the claims that settled, in relays. */
  readonly settledRelays: bigint
  readonly targetNumRelays: bigint
  /** Height of the settlement. */
  readonly height: bigint
  readonly grid: SessionGridParams
}

export interface DifficultyUpdate {
  readonly previous: Difficulty
  /** The new difficulty, in force from the next session's start. */
  readonly current: DifficultyEntry
  readonly history: readonly DifficultyEntry[]
}

/**
 * The difficulty of a service after a settlement.
 *
 * Rule: the moving average takes in the settled relays, and the target follows from it. The new
 * difficulty holds from the start of the next session. A first update counts the settled relays
 * as the average before. Where the history is empty, the previous difficulty is put in it first,
 * from the height of the settlement. An entry of the same height is replaced.
 * Units: relays; block heights. Rounding: see `nextRelaysEma` and `newTargetHash`.
 * Errors: `relays-ema-zero`, `target-num-relays-zero`, `relays-out-of-range`,
 * `blocks-per-session-zero`.
 * Source: spec/pocket.md section 3.
 */
export function updateDifficulty(options: UpdateDifficultyOptions): DifficultyUpdate {
  const { settledRelays, targetNumRelays, height, grid, history } = options
  const previous = options.current ?? difficultyOf(settledRelays, targetNumRelays)
  const relaysEma = nextRelaysEma({ previousEma: previous.relaysEma, settledRelays })
  const effectiveHeight = sessionGrid(height, grid).end + 1n
  const current = { ...difficultyOf(relaysEma, targetNumRelays), effectiveHeight }
  const { targetHash } = previous
  const first = { targetHash, relaysEma: previous.relaysEma, effectiveHeight: height }
  const kept = history.filter((entry) => entry.effectiveHeight !== effectiveHeight)
  return { previous, current, history: [...(history.length === 0 ? [first] : kept), current] }
}

function difficultyOf(relaysEma: bigint, targetNumRelays: bigint): Difficulty {
  return { targetHash: newTargetHash({ targetNumRelays, relaysEma }), relaysEma }
}
