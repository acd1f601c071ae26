import { toRowOrder, type RowOrder, type RowOrderFacts } from '../claims/rowOrder.js'
import { UsageError } from '../errors/UsageError.js'
import { Hasher } from '../hashing/Sha256.js'
import type { Network } from '../network/defineNetwork.js'
import type { State } from '../state/State.js'
import { SettlementContext } from './SettlementContext.js'
import { Tables } from './Tables.js'

/**
 * The canonical order of a kind's claims in a settlement at `height`.
 *
 * Errors: `kind-unknown`.
 */
export function rowOrderOf(
  network: Network,
  state: State,
  at: { readonly kind: string; readonly height: bigint },
): RowOrder {
  return toRowOrder(rowOrderFactsOf(network, state, at))
}

/**
 * What decides the canonical order of a kind's claims in a settlement at `height`.
 *
 * Errors: `kind-unknown`.
 */
export function rowOrderFactsOf(
  network: Network,
  state: State,
  { kind: name, height }: { readonly kind: string; readonly height: bigint },
): RowOrderFacts {
  const route = network.kinds.get(name)
  if (route === undefined) {
    throw new UsageError({
      code: 'kind-unknown',
      message: `Network "${network.name}" has no claim kind "${name}".`,
    })
  }
  const { columns, key, openedAt } = route.default.kind
  const tables = new Tables(new Map(), {})
  const context = new SettlementContext({ network, state, height, tables, hasher: new Hasher() })
  const routes = [...route.others.keys()]
  const versions = context.versionsOf(openedAt).map((version) => {
    const from = state.params.find((each) => each.version === version)?.from ?? 0n
    return { version, from }
  })
  return {
    kind: { name, columns, key, openedAt },
    routeColumn: routes.length === 0 ? undefined : route.column,
    routes,
    versions,
  }
}
