import type { StandardSchema } from '../params/StandardSchema.js'
import type { ParamValues } from '../params/parseParams.js'
import { isSharedParam } from '../params/shared.js'
import { NETWORK_PARAMS } from './compileNetwork.js'
import { pipelinesOf, type Network } from './defineNetwork.js'

/** Who has parameters in a network: the network itself, or a TLM or close module as it is used. */
export interface ParamOwner {
  /** `network`, or the name of the use. */
  readonly owner: string
  readonly schema: StandardSchema | undefined
  /** Values the network's definition gives, as they are written; the rest have their defaults. */
  readonly given: ParamValues
  /** Keys that take their value from the network's own -> the network's key. */
  readonly shared: Readonly<Record<string, string>>
}

/**
 * Lists who has parameters in a network, the network first, then uses in the order they settle.
 *
 * Rule: uses of one name are one owner, as the first of them is written; those without a schema are
 * left out.
 */
export function paramOwners(network: Network): readonly ParamOwner[] {
  const own = { owner: NETWORK_PARAMS, schema: network.params, given: network.paramDefaults }
  const owners = new Map<string, ParamOwner>([[NETWORK_PARAMS, { ...own, shared: {} }]])
  const add = (owner: string, schema: StandardSchema | undefined, params: ParamValues): void => {
    if (schema === undefined || owners.has(owner)) return
    owners.set(owner, { owner, schema, ...partedParams(params) })
  }
  for (const { pipeline } of pipelinesOf(network)) {
    for (const { name, tlm, params } of pipeline.chain) add(name, tlm.params, params)
  }
  for (const { name, module, params } of network.close) add(name, module.params, params)
  return [...owners.values()]
}

function partedParams(params: ParamValues): Pick<ParamOwner, 'given' | 'shared'> {
  const given: Record<string, unknown> = {}
  const shared: Record<string, string> = {}
  for (const [key, value] of Object.entries(params)) {
    if (isSharedParam(value)) shared[key] = value.key
    else given[key] = value
  }
  return { given, shared }
}
