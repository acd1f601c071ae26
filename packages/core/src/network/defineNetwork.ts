import { parseAccount, type AccountPath } from '../accounts/Account.js'
import type { Denomination } from '../amounts/formatTokens.js'
import type { Row, RowOf } from '../claims/columns.js'
import type { ClaimKind } from '../claims/defineClaimKind.js'
import type { Table } from '../claims/defineTable.js'
import type { CloseUse } from '../close/defineClose.js'
import type { Balances } from '../engine/Ledger.js'
import { UsageError } from '../errors/UsageError.js'
import { didYouMean } from '../errors/closest.js'
import type { CommandContext, Lifecycle } from '../lifecycle/defineLifecycle.js'
import type { SchemaInput, StandardSchema } from '../params/StandardSchema.js'
import type { Pipeline } from '../pipeline/definePipeline.js'
import { assertName } from '../tlm/defineTlm.js'
import type { Route } from './route.js'

/** A denomination of a network. Non-money ones are counters that move like money. */
export interface NetworkDenomination extends Denomination {
  readonly money?: boolean
}

/** An account that a settlement fills and its close step empties. */
export interface PoolOptions {
  readonly denomination: string
  /** What may be left when the settlement closes. */
  readonly leftover: 'carry' | 'mustBeEmpty'
}

/** Claims of another kind that follow when a claim ends in a certain way. */
export interface FollowUp {
  readonly from: string
  /** `settled`, or the name of a finish outcome. */
  readonly outcome: string
  readonly to: string
  readonly claim: (row: Row) => Row | undefined
}

/**
 * Defines claims that follow from the end of others, within the same settlement.
 *
 * Rule: `claim` is pure; its kind must be declared after the kind it follows.
 * @example defineFollowUp(relays, 'expired', slashes, (claim) => ({ supplier: claim.supplier }))
 */
export function defineFollowUp<A extends ClaimKind>(
  from: A,
  outcome: string,
  to: ClaimKind,
  claim: (row: RowOf<A['all']>) => Row | undefined,
): FollowUp {
  return Object.freeze({ from: from.name, outcome, to: to.name, claim: claim as FollowUp['claim'] })
}

/** Everything a network settles by. Frozen. */
export interface Network {
  readonly name: string
  readonly denominations: Readonly<Record<string, NetworkDenomination>>
  /** Schema of the network's own parameters, which TLMs share. */
  readonly params: StandardSchema | undefined
  readonly paramDefaults: Readonly<Record<string, unknown>>
  /**
   * `opened`: work keeps the params it opened with. `live`: the newest, to reproduce other
   * systems.
   */
  readonly pinning: 'opened' | 'live'
  readonly kinds: ReadonlyMap<string, Route>
  readonly followUps: readonly FollowUp[]
  readonly close: readonly CloseUse[]
  readonly pools: ReadonlyMap<string, PoolOptions>
  readonly floors: ReadonlyMap<string, bigint>
  readonly lifecycles: ReadonlyMap<string, Lifecycle>
  readonly tables: ReadonlyMap<string, Table>
  /** Balances before the first settlement, in base units. */
  readonly genesis: Balances
  /** Whether new work of a lifecycle is paused, as a command of it may see. */
  readonly isPaused: IsPaused | undefined
}

/** Tells from what a command may look at whether new work of a lifecycle is paused. */
export type IsPaused = (lifecycle: string, context: CommandContext) => boolean

interface NetworkOptions<S extends StandardSchema> {
  readonly name: string
  readonly denominations: Readonly<Record<string, NetworkDenomination>>
  readonly params?: S
  readonly paramDefaults?: Partial<SchemaInput<S>>
  readonly pinning?: 'opened' | 'live'
  /** Claim kinds in the order they settle. */
  readonly kinds: Readonly<Record<string, Pipeline | Route>>
  readonly followUps?: readonly FollowUp[]
  readonly close?: readonly CloseUse[]
  readonly pools?: Readonly<Record<string, PoolOptions>>
  /** `kind/bucket` -> lowest balance in base units; all others have floor 0. */
  readonly floors?: Readonly<Record<string, bigint>>
  readonly lifecycles?: readonly Lifecycle[]
  /** Pauses new work; commands that open work reject with `paused` then. */
  readonly isPaused?: IsPaused
  /** Denomination -> account -> base units before the first settlement. */
  readonly genesis?: Readonly<Record<string, Readonly<Record<AccountPath, bigint>>>>
}

/**
 * Defines a network: what `tlmkit.config.ts` exports.
 *
 * Errors: `network-invalid`, `denomination-unknown`, `pool-unknown`, `follow-up-invalid`.
 */
export function defineNetwork<S extends StandardSchema>(options: NetworkOptions<S>): Network {
  assertName('Network', options.name)
  const kinds = new Map(
    Object.entries(options.kinds).map(([name, value]) => [name, toRoute(name, value)]),
  )
  const pools = new Map(Object.entries(options.pools ?? {}))
  const network: Network = Object.freeze({
    name: options.name,
    denominations: Object.freeze({ ...options.denominations }),
    params: options.params,
    paramDefaults: Object.freeze({ ...options.paramDefaults }),
    pinning: options.pinning ?? 'opened',
    kinds,
    followUps: Object.freeze([...(options.followUps ?? [])]),
    close: Object.freeze([...(options.close ?? [])]),
    pools,
    floors: new Map(Object.entries(options.floors ?? {})),
    lifecycles: new Map((options.lifecycles ?? []).map((each) => [each.name, each])),
    tables: collectTables(kinds, options.close ?? []),
    isPaused: options.isPaused,
    genesis: new Map(
      Object.entries(options.genesis ?? {}).map(([denomination, accounts]) => [
        denomination,
        new Map(Object.entries(accounts)),
      ]),
    ),
  })
  assertDenominations(network)
  assertClose(network)
  assertFollowUps(network)
  return network
}

/** Lowest balance of an account, in base units. */
export function floorOf(network: Network, account: AccountPath): bigint {
  if (network.floors.size === 0) return 0n
  const [first, last] = [account.indexOf('/'), account.lastIndexOf('/')]
  const bucket = first === last ? account : `${account.slice(0, first)}${account.slice(last)}`
  return network.floors.get(bucket) ?? 0n
}

/** Every pipeline of a network, with the kind and route that leads to it. */
export function* pipelinesOf(
  network: Network,
): Generator<{ readonly kind: string; readonly route: string; readonly pipeline: Pipeline }> {
  for (const [kind, routes] of network.kinds) {
    yield { kind, route: 'default', pipeline: routes.default }
    for (const [name, pipeline] of routes.others) yield { kind, route: name, pipeline }
  }
}

function toRoute(name: string, value: Pipeline | Route): Route {
  if (value.kindName !== name) {
    throw invalid(`kinds.${name} holds a pipeline for claim kind "${value.kindName}"`)
  }
  if ('chain' in value) {
    return Object.freeze({ kindName: name, column: '', default: value, others: new Map() })
  }
  return value
}

function collectTables(
  kinds: ReadonlyMap<string, Route>,
  close: readonly CloseUse[],
): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>()
  const add = (table: Table): void => {
    const known = tables.get(table.name)
    if (known !== undefined && known !== table) {
      throw invalid(`two tables are called "${table.name}"`)
    }
    tables.set(table.name, table)
  }
  for (const { default: pipeline } of kinds.values()) pipeline.kind.tables.forEach(add)
  for (const { module } of close) Object.values(module.tables).forEach(add)
  return tables
}

function assertDenominations(network: Network): void {
  const declared = Object.keys(network.denominations)
  const check = (denomination: string, where: string): void => {
    if (declared.includes(denomination)) return
    throw new UsageError({
      code: 'denomination-unknown',
      message: `${where} is in "${denomination}", which network "${network.name}" does not declare.${didYouMean(denomination, declared)}`,
      details: { denomination },
    })
  }
  for (const { kind, pipeline } of pipelinesOf(network)) {
    for (const [name, column] of Object.entries(pipeline.columns)) {
      if (column.type === 'amount') check(column.denomination, `Column "${name}" of kind "${kind}"`)
    }
  }
  for (const [name, { denomination }] of network.pools) check(denomination, `Pool "${name}"`)
  for (const denomination of network.genesis.keys()) check(denomination, 'Genesis')
  for (const key of network.floors.keys()) parseAccount(key, 'Floor')
}

function assertClose(network: Network): void {
  for (const { name, poolNames } of network.close) {
    for (const pool of Object.values(poolNames)) {
      if (network.pools.has(pool)) continue
      throw new UsageError({
        code: 'pool-unknown',
        message: `Close module "${name}" empties pool "${pool}", which network "${network.name}" does not declare.${didYouMean(pool, network.pools.keys())}`,
        details: { pool },
      })
    }
  }
}

function assertFollowUps(network: Network): void {
  const order = [...network.kinds.keys()]
  for (const { from, to, outcome } of network.followUps) {
    assertOutcome(network, from, outcome)
    const [source, target] = [order.indexOf(from), order.indexOf(to)]
    if (source >= 0 && target > source) continue
    throw new UsageError({
      code: 'follow-up-invalid',
      message: `Claims of "${to}" follow from "${from}", which must be a kind declared before it.`,
      details: { from, to },
    })
  }
}

function assertOutcome(network: Network, kind: string, outcome: string): void {
  const outcomes = new Set(['settled'])
  for (const { kind: name, pipeline } of pipelinesOf(network)) {
    if (name !== kind) continue
    for (const { tlm } of pipeline.chain) tlm.outcomes.forEach((each) => outcomes.add(each))
  }
  if (outcomes.has(outcome)) return
  throw new UsageError({
    code: 'follow-up-invalid',
    message: `Claims follow from "${kind}" claims that end as "${outcome}", which none does.${didYouMean(outcome, outcomes)}`,
    details: { kind, outcome },
  })
}

function invalid(why: string): UsageError {
  return new UsageError({ code: 'network-invalid', message: `${why}.` })
}
