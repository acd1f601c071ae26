import type { Network, ParamSet, State } from '@tlmkit/core'
import { createParamStore } from '@tlmkit/governance'

/** A parameter whose value differs. */
export interface ChangedParam {
  /** `owner.key`. */
  readonly name: string
  readonly before: string
  readonly after: string
}

/** Parameters whose newest values differ between two states, in the network's order. */
export function changedParams(
  network: Network,
  { before, after }: { readonly before: State; readonly after: State },
): readonly ChangedParam[] {
  const store = createParamStore(network)
  const [first, second] = [newestOf(before), newestOf(after)]
  return store.params
    .filter(({ sharedWith }) => sharedWith === undefined)
    .map((param) => ({
      name: param.name,
      before: store.valueIn(param, first),
      after: store.valueIn(param, second),
    }))
    .filter((param) => param.before !== param.after)
}

/** The newest parameter values of a state, in force or not yet. */
export function newestOf({ params }: State): ParamSet {
  return params.at(-1)?.values ?? {}
}
