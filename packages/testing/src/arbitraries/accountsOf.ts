import { accountOf, pipelinesOf, type Columns, type Network, type ParamSet } from '@tlmkit/core'
import { compiledOf } from '../laws/compiledOf.js'
import { idsOf, type CellOptions } from './arbitraryCell.js'

/**
 * The accounts that a network's rules can name, for ids drawn from small sets.
 *
 * Rule: read from the recorded plans: every literal account, every bucket of every id, the account
 * columns, the pools. Supply accounts are left out.
 */
export function accountsOf(
  network: Network,
  options: CellOptions & { readonly params?: ParamSet } = {},
): readonly string[] {
  const accounts = new Set<string>(options.accounts)
  const compiled = compiledOf(network, options.params)
  for (const name of network.pools.keys()) accounts.add(`pool/${name}`)
  for (const routes of compiled.pipelines.values()) {
    for (const { plan, pipeline } of routes.values()) {
      for (const { operation } of plan.nodes) {
        if (operation.op === 'accountLiteral') accounts.add(operation.account)
        if (operation.op === 'bucket') addBuckets(accounts, { ...operation, options })
      }
      addAccountColumns(accounts, pipeline.kind.all, options)
    }
  }
  accounts.delete('supply/mint')
  accounts.delete('supply/burn')
  return [...accounts]
}

/** Denominations that rules may move: those the network declares. */
export function denominationsOf(network: Network): readonly string[] {
  return Object.keys(network.denominations)
}

/** Whether a kind's rules look at other claims of the settlement. */
export function kindsWithGroups(network: Network, params?: ParamSet): ReadonlySet<string> {
  const compiled = compiledOf(network, params)
  const kinds = new Set<string>()
  for (const { kind, route } of pipelinesOf(network)) {
    const plan = compiled.pipelines.get(kind)?.get(route)?.plan
    if (plan?.nodes.some(({ operation }) => 'keys' in operation) === true) kinds.add(kind)
  }
  return kinds
}

interface Buckets {
  readonly kind: string
  readonly bucket: string
  readonly options: CellOptions
}

function addBuckets(accounts: Set<string>, { kind, bucket, options }: Buckets): void {
  for (const id of idsOf(kind, options.idsMax)) accounts.add(accountOf(kind, id, bucket))
}

function addAccountColumns(accounts: Set<string>, columns: Columns, options: CellOptions): void {
  const fields = Object.values(columns).flatMap((column) =>
    column.type === 'list' ? Object.values(column.of) : [column],
  )
  if (!fields.some(({ type }) => type === 'account')) return
  addBuckets(accounts, { kind: 'owner', bucket: 'account', options })
}
