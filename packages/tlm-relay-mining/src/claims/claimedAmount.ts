import { mulDiv, type Ratio } from '@tlmkit/core'

export interface ClaimedAmountOptions {
  /** Compute units claimed. */
  readonly computeUnits: bigint
  /** From `difficultyMultiplier`, at the session's start. */
  readonly multiplier: Ratio
  /** Base units that `granularity` compute units cost. */
  readonly computeUnitsToTokensMultiplier: bigint
  /** Compute units that one price is for, at least 1. */
  readonly granularity: bigint
}

/**
 * The price of a claim in base units, before any limit.
 *
 * Rule: computeUnits x multiplier x computeUnitsToTokensMultiplier / granularity.
 * Units: base units. Rounding: floor, once, at the end.
 * Errors: `division-by-zero` for a granularity of 0.
 * Source: spec/pocket.md section 2.
 * @example
 * // 100,660 compute units at 33,482 per million, multiplier 1: 3370n
 * claimedAmount({
 *   computeUnits: 100_660n, multiplier: ONE_RATIO,
 *   computeUnitsToTokensMultiplier: 33_482n, granularity: 1_000_000n,
 * })
 */
export function claimedAmount(options: ClaimedAmountOptions): bigint {
  const { computeUnits, multiplier, computeUnitsToTokensMultiplier, granularity } = options
  const whole = multiplier.den * granularity
  return mulDiv(computeUnits * multiplier.num, computeUnitsToTokensMultiplier, whole, 'floor')
}
