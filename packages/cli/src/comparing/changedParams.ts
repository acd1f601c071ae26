import type { Network, ParamSet, State } from '@tlmkit/core'
import { createParamStore, type StoredParam } from '@tlmkit/governance'

/** A parameter whose value differs. */
export interface ChangedParam {
  /** `owner.key`. */
  readonly name: string
  readonly before: string
  readonly after: string
}

/**
 * Parameters whose newest values differ between two states, in the network's order.
 *
 * Rule: one that takes its value from the network's own is told where a file sets it by itself.
 */
export function changedParams(
  network: Network,
  { before, after }: { readonly before: State; readonly after: State },
): readonly ChangedParam[] {
  const store = createParamStore(network)
  const [first, second] = [newestOf(before), newestOf(after)]
  const isSet = ({ owner, key, sharedWith }: StoredParam): boolean =>
    sharedWith === undefined || [first, second].some((values) => isSetIn(values, owner, key))
  return store.params
    .filter(isSet)
    .map((param) => ({
      name: param.name,
      before: store.valueIn(param, first),
      after: store.valueIn(param, second),
    }))
    .filter((param) => param.before !== param.after)
}

/** Whether values set a parameter by itself. */
export function isSetIn(values: ParamSet, owner: string, key: string): boolean {
  return values[owner]?.[key] !== undefined
}

/** The newest parameter values of a state, in force or not yet. */
export function newestOf({ params }: State): ParamSet {
  return params.at(-1)?.values ?? {}
}
