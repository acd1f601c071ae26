import type { Hash } from '../hashes/Hash.js'
import { latestAt } from '../history/latestAt.js'
import { BASE_TARGET } from './BASE_TARGET.js'
import type { DifficultyEntry } from './Difficulty.js'

/**
 * The target hash of a service at a height.
 *
 * Rule: of the entry with the greatest effective height up to `height`, else the base target. A
 * claim is priced with the one at its session's start.
 * Units: block heights.
 * Source: spec/pocket.md section 3.
 * @example difficultyAt([], 10n) // BASE_TARGET
 */
export function difficultyAt(history: readonly DifficultyEntry[], height: bigint): Hash {
  return latestAt(history, height)?.targetHash ?? BASE_TARGET
}
