import { UsageError, type ParamValues } from '@tlmkit/core'
import { leaseParams, memoryLiveParams, type MemoryParams } from './params.js'

const KEYS = [leaseParams, memoryLiveParams].flatMap(({ shape }) => Object.keys(shape))

const known = new WeakSet<ParamValues>()

/**
 * The parameters of memory leases among those of a network.
 *
 * Errors: `network-param-missing`.
 */
export function memoryParamsOf(params: ParamValues): MemoryParams {
  if (!known.has(params)) {
    const missing = KEYS.find((key) => params[key] === undefined)
    if (missing !== undefined) throw paramMissing(missing)
    known.add(params)
  }
  return params as MemoryParams
}

function paramMissing(key: string): UsageError {
  return new UsageError({
    code: 'network-param-missing',
    message:
      `Memory leases need the network parameter "${key}": ` +
      "spread the shape of memoryParams into the network's params.",
    details: { key },
  })
}
