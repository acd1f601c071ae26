import type { Columns } from '../claims/columns.js'
import { defineClaimKind, type ClaimKind } from '../claims/defineClaimKind.js'
import { UsageError } from '../errors/UsageError.js'
import { Hasher } from '../hashing/Sha256.js'
import type { Network } from '../network/defineNetwork.js'
import type { State } from '../state/State.js'
import { SettlementContext } from './SettlementContext.js'
import { Tables } from './Tables.js'

/** By what claims of a kind are ordered before their key: route, then params version. */
export interface RowOrder {
  readonly kind: ClaimKind
  /** Column that decides the route; undefined where there is one route. */
  readonly routeColumn: string | undefined
  readonly routeRank: (value: string) => number
  /** Params version of a claim whose work opened at a height; undefined: of any claim. */
  readonly versionOf: (opened: bigint | undefined) => number
}

/** What decides the order of a kind's claims, as plain data: another thread may sort by it. */
export interface RowOrderFacts {
  readonly kind: {
    readonly name: string
    readonly columns: Columns
    readonly key: readonly string[]
    readonly openedAt: string | undefined
  }
  readonly routeColumn: string | undefined
  /** Values of the route column in the order of their routes; others take the default route. */
  readonly routes: readonly string[]
  /** Params versions, and the heights from which they hold; the first holds before, too. */
  readonly versions: readonly { readonly version: number; readonly from: bigint }[]
}

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

/** The order that facts decide. */
export function toRowOrder({ kind, routeColumn, routes, versions }: RowOrderFacts): RowOrder {
  const { name, openedAt, ...rest } = kind
  const ranks = new Map(routes.map((value, index) => [value, index + 1]))
  const first = versions[0]?.version ?? 0
  const heightOf = (opened: bigint | undefined): bigint => opened ?? 0n
  return {
    kind: defineClaimKind(name, { ...rest, ...(openedAt === undefined ? {} : { openedAt }) }),
    routeColumn,
    routeRank: (value) => ranks.get(value) ?? 0,
    versionOf: (opened) =>
      versions.findLast(({ from }) => from <= heightOf(opened))?.version ?? first,
  }
}
