import { UsageError, type ParamValues } from '@tlmkit/core'
import {
  batchLiveParams,
  batchMoneyParams,
  batchWindowParams,
  type MicrotaskParams,
} from './params.js'

const KEYS = [batchMoneyParams, batchWindowParams, batchLiveParams].flatMap(({ shape }) =>
  Object.keys(shape),
)

const known = new WeakSet<ParamValues>()

/**
 * The parameters of micro-task batches among those of a network.
 *
 * Errors: `network-param-missing`.
 */
export function microtaskParamsOf(params: ParamValues): MicrotaskParams {
  if (!known.has(params)) {
    const missing = KEYS.find((key) => params[key] === undefined)
    if (missing !== undefined) throw paramMissing(missing)
    known.add(params)
  }
  return params as MicrotaskParams
}

function paramMissing(key: string): UsageError {
  return new UsageError({
    code: 'network-param-missing',
    message:
      `Micro-task batches need the network parameter "${key}": ` +
      "spread the shape of microtaskParams into the network's params.",
    details: { key },
  })
}
