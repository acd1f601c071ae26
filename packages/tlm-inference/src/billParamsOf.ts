import { UsageError, type ParamValues } from '@tlmkit/core'
import { billLiveParams, billMoneyParams, billWindowParams, type BillParams } from './params.js'

const KEYS = [billMoneyParams, billWindowParams, billLiveParams].flatMap(({ shape }) =>
  Object.keys(shape),
)

const known = new WeakSet<ParamValues>()

/**
 * The parameters of bills among those of a network.
 *
 * Errors: `network-param-missing`.
 */
export function billParamsOf(params: ParamValues): BillParams {
  if (!known.has(params)) {
    const missing = KEYS.find((key) => params[key] === undefined)
    if (missing !== undefined) throw paramMissing(missing)
    known.add(params)
  }
  return params as BillParams
}

function paramMissing(key: string): UsageError {
  return new UsageError({
    code: 'network-param-missing',
    message:
      `Bills need the network parameter "${key}": ` +
      "spread the shape of billParams into the network's params.",
    details: { key },
  })
}
