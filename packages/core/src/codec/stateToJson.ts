import type { State, Work } from '../state/State.js'
import type { Json } from './canonicalJson.js'
import { receiptToJson } from './receiptJson.js'
import { toTaggedJson } from './taggedJson.js'

/** Format of a state file, and its version. */
export const STATE_FORMAT = 'tlmkit-state/1'

/**
 * A state as JSON. Written through `canonicalJson`, equal states give equal bytes.
 *
 * Units: base units, units and heights as decimal text.
 */
export function stateToJson(state: State): { readonly [key: string]: Json } {
  return {
    format: STATE_FORMAT,
    network: state.network,
    height: state.height.toString(),
    ...(state.time === 0n ? {} : { time: state.time.toString() }),
    balances: objectOf(state.balances, (accounts) => objectOf(accounts, String)),
    tallies: objectOf(state.tallies, String),
    params: state.params.map(({ version, from, values }) => ({
      version,
      from: from.toString(),
      values: toTaggedJson(values, `params version ${version}`),
    })),
    lifecycles: objectOf(state.lifecycles, (works) => objectOf(works, workToJson)),
    settledIds: objectOf(state.settledIds, ({ watermark, ids }) => ({
      ...(watermark === undefined ? {} : { watermark: watermark.toString() }),
      ids: objectOf(ids, String),
    })),
    settlements: objectOf(state.settlements, receiptToJson),
    lastReceipt: state.lastReceipt,
  }
}

function workToJson(work: Work, id: string): Json {
  return { paramsVersion: work.paramsVersion, state: toTaggedJson(work.state, `work ${id}`) }
}

function objectOf<T>(
  map: ReadonlyMap<string, T>,
  write: (value: T, key: string) => Json,
): { readonly [key: string]: Json } {
  return Object.fromEntries([...map].map(([key, value]) => [key, write(value, key)]))
}
