import type { ClaimKind } from '@tlmkit/core'

/**
 * The canonical order of claims of a kind: route rank, params version, key bytes, row bytes.
 *
 * Rule: units of a key compare as numbers, texts as UTF-8 bytes; so equal claims are neighbours.
 */
export interface RowOrder {
  readonly kind: ClaimKind
  /** Column whose value decides the route, or undefined where all claims take one route. */
  readonly routeColumn: string | undefined
  /** Place of a value's route among the routes. Whole numbers from 0 to 2^32 - 1. */
  routeRank(value: string): number
  /** Params version of a claim that opened at a height; of any claim where there is none. */
  versionOf(opened: bigint | undefined): number
}
