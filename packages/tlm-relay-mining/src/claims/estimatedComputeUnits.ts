import { timesRatio, type Ratio } from '@tlmkit/core'

/**
 * Compute units of all the relays that a claim's mined relays stand for.
 *
 * Rule: computeUnits x multiplier. For people and for `estimatedRelays`; a price never starts
 * from it.
 * Units: compute units. Rounding: floor.
 * Source: spec/pocket.md section 2.
 * @example estimatedComputeUnits(10n, { num: 5n, den: 2n }) // 25n
 */
export function estimatedComputeUnits(computeUnits: bigint, multiplier: Ratio): bigint {
  return timesRatio(computeUnits, multiplier, 'floor')
}
