import type { Columns } from './columns.js'
import { defineClaimKind, type ClaimKind } from './defineClaimKind.js'

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
