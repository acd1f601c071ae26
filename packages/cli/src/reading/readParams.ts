import {
  canonicalJson,
  toTaggedJson,
  type ParamSet,
  type ParamsVersion,
  type State,
} from '@tlmkit/core'
import type { FileName } from './readBytes.js'
import { readValues } from './readValues.js'

/**
 * The state with the parameter values of a file in force from a height on.
 *
 * Rule: a state that has not settled yet takes them as its only version; any other gets one more
 * version, unless its newest has the same values.
 * Errors: those of `readValues`.
 */
export function withParams(state: State, file: FileName, height: bigint): State {
  const values = readValues(file)
  const isNew = state.settlements.size === 0 && state.height === 0n
  if (isNew) return { ...state, params: [{ version: 1, from: 0n, values }] }
  const newest = state.params.at(-1)
  if (newest !== undefined && textOf(newest.values) === textOf(values)) return state
  const next: ParamsVersion = { version: (newest?.version ?? 0) + 1, from: height, values }
  return { ...state, params: [...state.params, next] }
}

function textOf(values: ParamSet): string {
  return canonicalJson(toTaggedJson(values, 'params'))
}
