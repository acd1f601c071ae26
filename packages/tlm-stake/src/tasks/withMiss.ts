import type { OperatorState } from '../operators/OperatorState.js'
import type { StakeParams } from '../params.js'

/**
 * An operator after one more miss.
 *
 * Rule: the last `jailAfter` misses, when they lie within `jailWindow` blocks, jail it for
 * `jailPeriod` blocks and are forgotten. Nothing else resets them.
 * Source: spec/stake.md, "Tasks".
 */
export function withMiss(
  state: OperatorState,
  height: bigint,
  { jailAfter, jailWindow, jailPeriod }: StakeParams,
): OperatorState {
  const misses = [...state.misses, height].slice(-Number(jailAfter))
  const [first = height] = misses
  const isJailed = misses.length === Number(jailAfter) && height - first <= jailWindow
  return isJailed
    ? { ...state, misses: [], jailedUntil: height + jailPeriod }
    : { ...state, misses }
}
