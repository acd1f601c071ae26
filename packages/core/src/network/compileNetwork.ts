import type { Hasher } from '../hashing/Sha256.js'
import { UsageError } from '../errors/UsageError.js'
import { didYouMean } from '../errors/closest.js'
import { compilePipeline, type Program } from '../engine/compilePipeline.js'
import { parseParams, type ParamValues } from '../params/parseParams.js'
import { isSharedParam } from '../params/shared.js'
import type { Pipeline } from '../pipeline/definePipeline.js'
import { toPlanText } from '../pipeline/planText.js'
import { tracePipeline } from '../pipeline/tracePipeline.js'
import type { Plan } from '../rules/Plan.js'
import type { CloseUse } from '../close/defineClose.js'
import type { StandardSchema } from '../params/StandardSchema.js'
import { pipelinesOf, type Network } from './defineNetwork.js'

/** Parameter values of one version: `network` for its own, then by TLM instance name. */
export type ParamSet = Readonly<Record<string, ParamValues>>

/** A pipeline under one params version: its plan, its id, and its program. */
export interface CompiledPipeline {
  readonly pipeline: Pipeline
  readonly plan: Plan
  /** SHA-256 over names, versions, params, order and the recorded plan, hex. */
  readonly id: string
  readonly params: readonly ParamValues[]
  readonly program: Program
  /** Columns that the chain's rules return, and the nodes that hold them. */
  readonly returned: readonly (readonly [column: string, node: number])[]
}

/** A network under one params version. */
export interface CompiledNetwork {
  readonly network: Network
  /** The network's own parameters, checked. */
  readonly params: ParamValues
  /** Digest of every parameter value in force, hex. */
  readonly paramsDigest: string
  /** By kind, then route. */
  readonly pipelines: ReadonlyMap<string, ReadonlyMap<string, CompiledPipeline>>
  readonly close: readonly { readonly use: CloseUse; readonly params: ParamValues }[]
}

/** Name under which a param set holds the network's own parameters. */
export const NETWORK_PARAMS = 'network'

/**
 * Brings a network and one set of parameter values together: checks the values, traces the rules,
 * compiles the programs.
 *
 * Errors: `denomination-unknown`, `pool-unknown`, `params-unknown-key`, `params-unknown-tlm`,
 * `params-invalid`, `params-shared-unknown`, and those of tracing.
 */
export function compileNetwork(network: Network, values: ParamSet, hash: Hasher): CompiledNetwork {
  assertKnownOwners(network, values)
  const own = { ...network.paramDefaults, ...values[NETWORK_PARAMS] }
  const params = parseParams(network.params, own, `network "${network.name}"`)
  const resolve = (name: string, given: ParamValues, schema: StandardSchema | undefined) =>
    parseParams(schema, withShared({ ...given, ...values[name] }, params, name), `TLM "${name}"`)
  const pipelines = new Map<string, Map<string, CompiledPipeline>>()
  for (const { kind, route, pipeline } of pipelinesOf(network)) {
    const chainParams = pipeline.chain.map((one) => resolve(one.name, one.params, one.tlm.params))
    const routes = pipelines.get(kind) ?? new Map<string, CompiledPipeline>()
    routes.set(route, compileOne(pipeline, chainParams, hash))
    pipelines.set(kind, routes)
  }
  const close = network.close.map((use) => ({
    use,
    params: resolve(use.name, use.params, use.module.params),
  }))
  assertPlanDenominations(network, pipelines)
  assertPlanPools(network, pipelines)
  return Object.freeze({
    network,
    params,
    paramsDigest: hash.hex(
      toPlanText([params, pipelineParams(pipelines), close.map(describeClose)]),
    ),
    pipelines,
    close,
  })
}

function compileOne(
  pipeline: Pipeline,
  params: readonly ParamValues[],
  hash: Hasher,
): CompiledPipeline {
  const plan = tracePipeline(pipeline, params)
  const chain = pipeline.chain.map((one, index) => ({
    name: one.name,
    tlm: one.tlm.name,
    version: one.tlm.version,
    apiVersion: one.tlm.apiVersion,
    params: params[index],
  }))
  const id = hash.hex(toPlanText({ kind: pipeline.kindName, chain, plan }))
  const program = compilePipeline(pipeline, plan, { params })
  const returned = Object.entries(plan.columns).filter(([column]) => !(column in pipeline.kind.all))
  return { pipeline, plan, id, params, program, returned }
}

function pipelineParams(
  pipelines: ReadonlyMap<string, ReadonlyMap<string, CompiledPipeline>>,
): unknown {
  return [...pipelines.values()].map((routes) => [...routes.values()].map((each) => each.params))
}

function describeClose({ use, params }: CompiledNetwork['close'][number]): unknown {
  return { name: use.name, module: use.module.name, version: use.module.version, params }
}

function withShared(values: ParamValues, own: ParamValues, tlm: string): ParamValues {
  const resolved = Object.entries(values).map(([key, value]) => {
    if (!isSharedParam(value)) return [key, value] as const
    if (!Object.hasOwn(own, value.key)) {
      throw new UsageError({
        code: 'params-shared-unknown',
        message: `Parameter "${key}" of TLM "${tlm}" takes the network's "${value.key}", which it does not have.${didYouMean(value.key, Object.keys(own))}`,
        details: { tlm, key },
      })
    }
    return [key, own[value.key]] as const
  })
  return Object.fromEntries(resolved)
}

function assertKnownOwners(network: Network, values: ParamSet): void {
  const owners = new Set([NETWORK_PARAMS])
  for (const { pipeline } of pipelinesOf(network)) {
    for (const one of pipeline.chain) owners.add(one.name)
  }
  for (const use of network.close) owners.add(use.name)
  for (const owner of Object.keys(values)) {
    if (owners.has(owner)) continue
    throw new UsageError({
      code: 'params-unknown-tlm',
      message: `There are params for "${owner}", which is not in any pipeline of network "${network.name}".${didYouMean(owner, owners)}`,
      details: { owner },
    })
  }
}

/** Pools that rules name must be declared, so that the close step can say what may be left. */
function assertPlanPools(network: Network, pipelines: CompiledNetwork['pipelines']): void {
  for (const routes of pipelines.values()) {
    for (const { plan } of routes.values()) {
      for (const { operation, place } of plan.nodes) {
        if (operation.op !== 'accountLiteral' || !operation.account.startsWith('pool/')) continue
        const pool = operation.account.slice('pool/'.length)
        if (network.pools.has(pool)) continue
        throw new UsageError({
          code: 'pool-unknown',
          message: `A rule uses pool "${pool}" (${place.line}), which network "${network.name}" does not declare.${didYouMean(pool, network.pools.keys())}`,
          details: { pool },
        })
      }
    }
  }
}

function assertPlanDenominations(network: Network, pipelines: CompiledNetwork['pipelines']): void {
  for (const routes of pipelines.values()) {
    for (const { plan } of routes.values()) {
      for (const { denomination, place, stage } of plan.nodes) {
        if (denomination === undefined || Object.hasOwn(network.denominations, denomination))
          continue
        throw new UsageError({
          code: 'denomination-unknown',
          message: `TLM "${plan.stages[stage]?.name ?? ''}" uses denomination "${denomination}" (${place.line}), which network "${network.name}" does not declare.`,
          details: { denomination },
        })
      }
    }
  }
}
