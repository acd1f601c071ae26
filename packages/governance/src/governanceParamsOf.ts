import { UsageError, type ParamValues } from '@tlmkit/core'
import { governanceParams, type GovernanceParams } from './params.js'

const KEYS = Object.keys(governanceParams.shape)

const known = new WeakSet<ParamValues>()

/**
 * The parameters of governance among those of a network.
 *
 * Errors: `network-param-missing`.
 */
export function governanceParamsOf(params: ParamValues): GovernanceParams {
  if (!known.has(params)) {
    const missing = KEYS.find((key) => params[key] === undefined)
    if (missing !== undefined) throw paramMissing(missing)
    known.add(params)
  }
  return params as GovernanceParams
}

function paramMissing(key: string): UsageError {
  return new UsageError({
    code: 'network-param-missing',
    message:
      `Governance needs the network parameter "${key}": ` +
      "spread the shape of governanceParams into the network's params.",
    details: { key },
  })
}
