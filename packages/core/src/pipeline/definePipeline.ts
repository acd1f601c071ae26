import type { ClaimKind } from '../claims/defineClaimKind.js'
import type { Column, Columns, ItemColumns } from '../claims/columns.js'
import { UsageError } from '../errors/UsageError.js'
import { didYouMean } from '../errors/closest.js'
import { PHASE_RANK } from '../tlm/Phase.js'
import type { Use } from '../tlm/use.js'
import type { CheckChain } from './CheckChain.js'

/** The ordered chain of TLMs for one claim kind. Frozen. */
export interface Pipeline<Kind extends string = string> {
  readonly kind: ClaimKind
  readonly kindName: Kind
  readonly chain: readonly Use[]
  /** Per use: denomination variable of the TLM -> denomination of the claim kind. */
  readonly denominations: readonly ReadonlyMap<string, string>[]
  /** Columns of the claim kind and everything the chain writes. */
  readonly columns: Columns
}

/**
 * Chains TLMs for a claim kind.
 *
 * Rule: each TLM reads columns of the claim kind or of what earlier TLMs wrote; phases only
 * advance.
 * A chain that does not fit does not compile, and says why in a sentence; the same is checked here.
 * Errors: `column-unknown`, `column-misfit`, `denominations-clash`, `phase-order`, `price-twice`,
 * `limit-without-price`, `tlm-twice`, `tlm-required`, `tlm-conflict`, `tlm-order`, `column-
 * rewritten`.
 * @example definePipeline(relays, [use(relayPrice), use(maxClaimable), use(burnEqualsMint)])
 */
export function definePipeline<
  Name extends string,
  C extends Columns,
  const Chain extends readonly Use[],
>(kind: ClaimKind<Name, C>, chain: Chain & CheckChain<Chain, C, Name>): Pipeline<Name> {
  const uses: readonly Use[] = chain
  assertOrder(kind.name, uses)
  assertCompany(uses)
  const columns: Record<string, Column> = { ...kind.all }
  const denominations = uses.map((one) => bindUse(kind.name, one, columns))
  return Object.freeze({
    kind: kind,
    kindName: kind.name,
    chain: Object.freeze([...uses]),
    denominations: Object.freeze(denominations),
    columns: Object.freeze(columns),
  })
}

/** Binds what one TLM reads, and adds what it writes to `columns`. */
function bindUse(
  kind: string,
  one: Use,
  columns: Record<string, Column>,
): ReadonlyMap<string, string> {
  const bound = new Map<string, string>()
  for (const [read, column] of Object.entries(one.tlm.reads)) {
    const name = one.readNames[read] ?? read
    const offered = columns[name]
    if (offered === undefined) throw unknownColumn(kind, one, name, columns)
    bindColumn({ kind, tlm: one.name, column: name, bound }, column, offered)
  }
  for (const [write, column] of Object.entries(one.tlm.writes)) {
    const name = one.writeNames[write] ?? write
    if (name in columns) {
      throw usage(
        'column-rewritten',
        `TLM "${one.name}" writes column "${name}", which claim kind "${kind}" or an earlier TLM already has: rename it in use().`,
      )
    }
    columns[name] =
      column.type === 'amount'
        ? { type: 'amount', denomination: bound.get(column.denomination) ?? column.denomination }
        : column
  }
  return bound
}

interface BindContext {
  readonly kind: string
  readonly tlm: string
  readonly column: string
  readonly bound: Map<string, string>
}

function bindColumn(context: BindContext, want: Column, have: Column): void {
  if (want.type !== have.type) throw misfit(context, want, have)
  if (want.type === 'amount' && have.type === 'amount') {
    bind(context, want.denomination, have.denomination)
  } else if (want.type === 'rate' && have.type === 'rate') {
    bind(context, want.from, have.from)
    bind(context, want.to, have.to)
  } else if (want.type === 'id' && have.type === 'id') {
    if (want.kind !== have.kind) throw misfit(context, want, have)
  } else if (want.type === 'oneOf' && have.type === 'oneOf') {
    if (have.values.some((value) => !want.values.includes(value))) throw misfit(context, want, have)
  } else if (want.type === 'list' && have.type === 'list') {
    bindItems(context, want.of, have.of)
  }
}

function bindItems(context: BindContext, want: ItemColumns, have: ItemColumns): void {
  for (const [field, column] of Object.entries(want)) {
    const offered = have[field]
    const place = { ...context, column: `${context.column}.${field}` }
    if (offered === undefined) throw misfit(place, column, undefined)
    bindColumn(place, column, offered)
  }
}

function bind(context: BindContext, variable: string, denomination: string): void {
  const earlier = context.bound.get(variable)
  if (earlier !== undefined && earlier !== denomination) {
    throw usage(
      'denominations-clash',
      `TLM "${context.tlm}" would use denomination ${variable} as ${earlier} and as ${denomination} at once (column "${context.column}" of claim kind "${context.kind}").`,
    )
  }
  context.bound.set(variable, denomination)
}

function assertOrder(kind: string, uses: readonly Use[]): void {
  let rank = 0
  let prices = 0
  for (const { tlm, name } of uses) {
    if (PHASE_RANK[tlm.phase] < rank) {
      throw usage(
        'phase-order',
        `TLM "${name}" of phase ${tlm.phase} stands after a later phase in the chain of "${kind}": the order is price, limit, settle.`,
      )
    }
    rank = PHASE_RANK[tlm.phase]
    prices += tlm.phase === 'price' ? 1 : 0
    if (prices > 1) {
      throw usage('price-twice', `The chain of "${kind}" has two price TLMs: at most one prices.`)
    }
    if (tlm.phase === 'limit' && prices === 0) {
      throw usage(
        'limit-without-price',
        `TLM "${name}" limits in the chain of "${kind}", where nothing prices.`,
      )
    }
  }
}

function assertCompany(uses: readonly Use[]): void {
  const names = uses.map((one) => one.tlm.name)
  const seen = new Set<string>()
  uses.forEach((one, index) => {
    if (seen.has(one.name)) {
      throw usage(
        'tlm-twice',
        `TLM "${one.name}" stands twice: name one of them with use(tlm, { as }).`,
      )
    }
    seen.add(one.name)
    for (const required of one.tlm.requires) {
      if (!names.includes(required)) {
        throw usage(
          'tlm-required',
          `TLM "${one.name}" needs "${required}", which is not in the chain.`,
        )
      }
    }
    for (const conflict of one.tlm.conflicts) {
      if (names.includes(conflict)) {
        throw usage(
          'tlm-conflict',
          `TLM "${one.name}" excludes "${conflict}", which is in the chain.`,
        )
      }
    }
    for (const earlier of one.tlm.after) {
      if (names.lastIndexOf(earlier) > index) {
        throw usage('tlm-order', `TLM "${one.name}" must stand after "${earlier}".`)
      }
    }
  })
}

function unknownColumn(kind: string, one: Use, name: string, columns: Columns): UsageError {
  return usage(
    'column-unknown',
    `TLM "${one.name}" reads column "${name}", which claim kind "${kind}" does not have and no earlier TLM writes.${didYouMean(name, Object.keys(columns))}`,
  )
}

function misfit(context: BindContext, want: Column, have: Column | undefined): UsageError {
  const offered = have === undefined ? 'nothing' : describe(have)
  return usage(
    'column-misfit',
    `TLM "${context.tlm}" reads column "${context.column}" as ${describe(want)}; claim kind "${context.kind}" offers ${offered}.`,
  )
}

function describe(column: Column): string {
  if (column.type === 'id') return `id of ${column.kind}`
  return column.type === 'oneOf' ? `one of ${column.values.join(', ')}` : column.type
}

function usage(code: string, message: string): UsageError {
  return new UsageError({ code, message })
}
