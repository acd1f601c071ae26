import { UsageError, type ParamValues } from '@tlmkit/core'
import { rewardParams, type RewardParams } from './rewardParams.js'

const KEYS = Object.keys(rewardParams.shape)

const known = new WeakSet<ParamValues>()

/**
 * The parameters of streams and rewards among those of a network.
 *
 * Errors: `network-param-missing`.
 */
export function rewardParamsOf(params: ParamValues): RewardParams {
  if (!known.has(params)) {
    const missing = KEYS.find((key) => params[key] === undefined)
    if (missing !== undefined) throw paramMissing(missing)
    known.add(params)
  }
  return params as RewardParams
}

function paramMissing(key: string): UsageError {
  return new UsageError({
    code: 'network-param-missing',
    message:
      `Rewards need the network parameter "${key}": ` +
      "spread the shape of rewardParams into the network's params.",
    details: { key },
  })
}
