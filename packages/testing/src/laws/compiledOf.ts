import {
  compileNetwork,
  Hasher,
  type CompiledNetwork,
  type Network,
  type ParamSet,
} from '@tlmkit/core'

const cache = new WeakMap<Network, WeakMap<ParamSet, CompiledNetwork>>()
const DEFAULTS: ParamSet = Object.freeze({})

/** A network under parameter values, compiled once per values object; once for no values. */
export function compiledOf(network: Network, given: ParamSet = DEFAULTS): CompiledNetwork {
  const values = Object.keys(given).length === 0 ? DEFAULTS : given
  const versions = cache.get(network) ?? new WeakMap<ParamSet, CompiledNetwork>()
  cache.set(network, versions)
  const compiled = versions.get(values) ?? compileNetwork(network, values, new Hasher())
  versions.set(values, compiled)
  return compiled
}
