import {
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  isTlmkitError,
  use,
  type Column,
  type Columns,
  type ItemColumns,
  type Network,
  type Tlm,
  type Use,
} from '@tlmkit/core'
import { compiledOf } from './compiledOf.js'

/** How a TLM is wrapped into a network of its own. */
export interface TlmNetworkOptions {
  /** Params, as `use` takes them; the rest are the schema's defaults. */
  readonly params?: Readonly<Record<string, unknown>>
  /** Leading columns of the claim's key, which `group` in the rule names. */
  readonly key?: readonly string[]
  /** Denomination variable -> denomination. Others keep the name of the variable, in lower case. */
  readonly denominations?: Readonly<Record<string, string>>
  /** Pool -> denomination. Others that the rule names hold the first denomination. */
  readonly pools?: Readonly<Record<string, string>>
  /** Denominations that the rule names outright. */
  readonly extraDenominations?: readonly string[]
}

/** Column that tells claims of the wrapped TLM apart. */
const CLAIM = 'claimId'

/**
 * Wraps a TLM into a network with one claim kind, whose columns are what it reads.
 *
 * Rule: a TLM that reads `claimed` or `settled` gets a price, or a price and a limit, before it, so
 * that settled <= claimed holds as it would in a real chain.
 */
export function networkOfTlm(tlm: Tlm, options: TlmNetworkOptions = {}): Network {
  const name = variableOf(tlm.reads, options)
  const columns: Record<string, Column> = {}
  for (const [read, column] of Object.entries(tlm.reads)) {
    if (!SYNTHETIC.has(read)) columns[read] = concrete(column, name)
  }
  const chain: Use[] = [...frontOf(tlm, columns, name), useOf(tlm, options)]
  const key = [...(options.key ?? []), CLAIM]
  for (const column of key) columns[column] ??= id(column)
  const kind = defineClaimKind('claims', { key, columns })
  const pipeline = definePipeline(kind, chain)
  const found = denominationsIn([...Object.values(pipeline.columns)], options)
  const denominations = Object.fromEntries(
    found.map((each) => [each, { decimals: 0, symbol: each.toUpperCase() }]),
  )
  return withPools(options.pools ?? {}, (pools) =>
    defineNetwork({
      name: 'one-tlm',
      denominations,
      kinds: { claims: pipeline },
      pools: Object.fromEntries(
        Object.entries(pools).map(([pool, held]) => [
          pool,
          { denomination: held === '' ? (found[0] ?? '') : held, leftover: 'carry' as const },
        ]),
      ),
    }),
  )
}

/** Declares the pools that the rule turns out to name, one after the other. */
function withPools(
  pools: Readonly<Record<string, string>>,
  define: (pools: Readonly<Record<string, string>>) => Network,
): Network {
  const network = define(pools)
  try {
    compiledOf(network)
    return network
  } catch (error) {
    const pool = isTlmkitError(error) && error.code === 'pool-unknown' ? error.details['pool'] : ''
    if (typeof pool !== 'string' || pool === '' || pool in pools) throw error
    return withPools({ ...pools, [pool]: '' }, define)
  }
}

const SYNTHETIC = new Set(['claimed', 'settled'])

const price = defineTlm({
  name: 'kit-price',
  version: '1.0.0',
  phase: 'price',
  reads: { kitAsked: amount() },
  writes: { claimed: amount() },
  rule: ({ kitAsked }) => ({ claimed: kitAsked }),
})

const limit = defineTlm({
  name: 'kit-limit',
  version: '1.0.0',
  phase: 'limit',
  reads: { claimed: amount(), kitGranted: amount() },
  writes: { settled: amount() },
  rule: ({ claimed, kitGranted }) => ({ settled: claimed.min(kitGranted) }),
})

/** The price and limit that stand in front, and the columns they take. */
function frontOf(
  tlm: Tlm,
  columns: Record<string, Column>,
  name: (variable: string) => string,
): readonly Use[] {
  const read = tlm.reads['settled'] ?? tlm.reads['claimed']
  const denomination = name(read?.type === 'amount' ? read.denomination : 'D')
  const priced = tlm.phase === 'limit' || read !== undefined
  if (!priced || tlm.phase === 'price') return []
  columns['kitAsked'] = amount(denomination)
  if (tlm.reads['settled'] === undefined) return [use(price)]
  columns['kitGranted'] = amount(denomination)
  return [use(price), use(limit)]
}

function useOf(tlm: Tlm, { params }: TlmNetworkOptions): Use {
  return use(tlm, params === undefined ? {} : { params })
}

function variableOf(reads: Columns, options: TlmNetworkOptions): (variable: string) => string {
  const read = Object.keys(reads).length
  return (variable) =>
    options.denominations?.[variable] ?? (read === 0 ? variable : variable.toLowerCase())
}

function concrete(column: Column, name: (variable: string) => string): Column {
  if (column.type === 'list') {
    const fields = Object.entries(column.of).map(
      ([field, of]) => [field, concrete(of, name) as ItemColumns[string]] as const,
    )
    return { ...column, of: Object.fromEntries(fields) }
  }
  if (column.type === 'amount') return amount(name(column.denomination))
  return column.type === 'rate'
    ? { ...column, from: name(column.from), to: name(column.to) }
    : column
}

function denominationsIn(
  columns: readonly Column[],
  options: TlmNetworkOptions,
): readonly string[] {
  const found = new Set(options.extraDenominations)
  const add = (column: Column): void => {
    if (column.type === 'amount') found.add(column.denomination)
    if (column.type === 'rate') found.add(column.from).add(column.to)
    if (column.type === 'list') Object.values(column.of).forEach(add)
  }
  columns.forEach(add)
  return [...found]
}
