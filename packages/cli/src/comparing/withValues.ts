import type { ParamSet, State } from '@tlmkit/core'

/**
 * The state as it would be had parameter values been in force ever since its first work opened.
 *
 * Rule: every version keeps its number and its height, so that work stays with the version it
 * opened with; each has these values.
 */
export function withValues(state: State, values: ParamSet): State {
  return { ...state, params: state.params.map((version) => ({ ...version, values })) }
}
