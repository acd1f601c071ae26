import type { AccountPath } from '../accounts/Account.js'
import type { RowOf } from '../claims/columns.js'
import type { Table } from '../claims/defineTable.js'
import type { EventValue } from '../journal/JournalEntry.js'
import type { ParamValues } from '../params/parseParams.js'
import type { SharedParam } from '../params/shared.js'
import type { SchemaInput, SchemaOutput, StandardSchema } from '../params/StandardSchema.js'
import { assertName, assertVersion } from '../tlm/defineTlm.js'

/** One taker of a `splitAmong` of a close module. */
export interface Taker {
  readonly to: AccountPath
  readonly weight: bigint
}

export interface CloseSplitOptions {
  readonly from: string
  readonly takers: readonly Taker[]
  readonly dust: 'first' | 'last' | 'largestRemainder'
  readonly reason: string
}

/** What a close module may do. It debits only the pools it declares, named by their own names. */
export interface CloseMoves {
  /** Moves base units out of a declared pool; zero posts nothing. */
  transfer(
    amount: bigint,
    options: { readonly from: string; readonly to: AccountPath; readonly reason: string },
  ): void
  /** Moves all of an amount out of a declared pool, by weight; remainders go as named. */
  splitAmong(amount: bigint, options: CloseSplitOptions): void
  emit(event: string, fields: Readonly<Record<string, EventValue | bigint>>): void
}

/** What a close module reads. Base units, as pools stand when it starts. */
export interface CloseContext<T extends Readonly<Record<string, Table>>, P> {
  readonly pools: Readonly<Record<string, bigint>>
  readonly tables: { readonly [K in keyof T]: readonly RowOf<T[K]['columns']>[] }
  readonly params: P
  readonly height: bigint
}

/** A module that acts once per settlement, over pools and tables. */
export interface CloseModule<S extends StandardSchema = StandardSchema> {
  readonly name: string
  readonly version: string
  readonly pools: readonly string[]
  readonly tables: Readonly<Record<string, Table>>
  readonly params: S | undefined
  readonly reasons: readonly string[]
  readonly events: readonly string[]
  readonly close: (context: never, move: CloseMoves) => void
}

interface CloseOptions<T extends Readonly<Record<string, Table>>, S extends StandardSchema> {
  readonly name: string
  readonly version: string
  /** Pools it may debit, by the names it uses for them. */
  readonly pools: readonly string[]
  readonly tables?: T
  readonly params?: S
  readonly reasons?: readonly string[]
  readonly events?: readonly string[]
  readonly close: (context: CloseContext<T, SchemaOutput<S>>, move: CloseMoves) => void
}

/**
 * Defines a close module: a plain, pure function over concrete base units.
 *
 * Errors: `tlm-invalid`. A fault inside `close` stops the settlement.
 */
export function defineClose<
  const T extends Readonly<Record<string, Table>> = Readonly<Record<never, never>>,
  S extends StandardSchema = StandardSchema<object, object>,
>(options: CloseOptions<T, S>): CloseModule<S> {
  assertName('Close module', options.name)
  assertVersion('Close module', options)
  return Object.freeze({
    name: options.name,
    version: options.version,
    pools: Object.freeze([...options.pools]),
    tables: Object.freeze({ ...options.tables }),
    params: options.params,
    reasons: Object.freeze([...(options.reasons ?? [])]),
    events: Object.freeze([...(options.events ?? [])]),
    close: options.close,
  })
}

/** A close module as one network uses it. */
export interface CloseUse {
  readonly module: CloseModule
  readonly name: string
  readonly params: ParamValues
  /** Name of a pool in the module -> name in the network. */
  readonly poolNames: Readonly<Record<string, string>>
}

/**
 * Puts a close module into a network, with params, and its pools renamed.
 * @example useClose(validatorRewards, { as: 'minted-rewards', pools: { rewards: 'minted' } })
 */
export function useClose<S extends StandardSchema>(
  module: CloseModule<S>,
  options: {
    readonly as?: string
    readonly params?: { readonly [K in keyof SchemaInput<S>]?: SchemaInput<S>[K] | SharedParam }
    readonly pools?: Readonly<Record<string, string>>
  } = {},
): CloseUse {
  const name = options.as ?? module.name
  assertName('Close module', name)
  const poolNames = module.pools.map((pool) => [pool, options.pools?.[pool] ?? pool] as const)
  return Object.freeze({
    module,
    name,
    params: Object.freeze({ ...options.params }),
    poolNames: Object.freeze(Object.fromEntries(poolNames)),
  })
}
