import type { ClaimKind } from '../claims/defineClaimKind.js'
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

/**
 * The canonical order of a kind's claims in a settlement at `height`.
 *
 * Errors: `kind-unknown`.
 */
export function rowOrderOf(
  network: Network,
  state: State,
  { kind: name, height }: { readonly kind: string; readonly height: bigint },
): RowOrder {
  const route = network.kinds.get(name)
  if (route === undefined) {
    throw new UsageError({
      code: 'kind-unknown',
      message: `Network "${network.name}" has no claim kind "${name}".`,
    })
  }
  const { kind } = route.default
  const tables = new Tables(new Map(), {})
  const context = new SettlementContext({ network, state, height, tables, hasher: new Hasher() })
  const ranks = new Map([...route.others.keys()].map((value, index) => [value, index + 1]))
  return {
    kind,
    routeColumn: ranks.size === 0 ? undefined : route.column,
    routeRank: (value) => ranks.get(value) ?? 0,
    versionOf: (opened) => context.versionFor(opened),
  }
}
