import type { RootHash } from './parseRootHash.js'

/**
 * Says whether a claim's sum is its relays at the price per relay of its session's start.
 *
 * Rule: computeUnits = relays x computeUnitsPerRelay, exactly. A claim for which this is false is
 * neither accepted nor settled.
 * Units: compute units.
 * Source: spec/pocket.md section 1.3.
 * @example hasExactComputeUnits({ computeUnits: 100n, relays: 20n }, 5n) // true
 */
export function hasExactComputeUnits(
  { computeUnits, relays }: Pick<RootHash, 'computeUnits' | 'relays'>,
  computeUnitsPerRelay: bigint,
): boolean {
  return computeUnits === relays * computeUnitsPerRelay
}
