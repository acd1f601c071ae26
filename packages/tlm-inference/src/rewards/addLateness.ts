import { divide, gcd, mulDiv, type Ratio } from '@tlmkit/core'
import type { RatioState } from './RatioState.js'

/** The widest common denominator that sums of lateness are kept in. */
export const LATE_DENOMINATOR_MAX = 2n ** 64n

/**
 * Adds work x lateness to a sum.
 *
 * Rule: exact while the common denominator stays within 2^64; from then on it is 2^64, and what is
 * added is rounded up.
 * Units: base units, as work counts by what it cost.
 * Rounding: up, against the node, only where the denominator would be too wide.
 * Source: spec/inference.md, Weekly rewards.
 */
export function addLateness(sum: RatioState, work: bigint, { num, den }: Ratio): RatioState {
  const common = sum.den * divide(den, gcd(sum.den, den), 'floor')
  if (common <= LATE_DENOMINATOR_MAX) {
    const [of, by] = [divide(common, sum.den, 'floor'), divide(common, den, 'floor')]
    return { num: sum.num * of + work * num * by, den: common }
  }
  const before = mulDiv(sum.num, LATE_DENOMINATOR_MAX, sum.den, 'ceil')
  const added = mulDiv(work * num, LATE_DENOMINATOR_MAX, den, 'ceil')
  return { num: before + added, den: LATE_DENOMINATOR_MAX }
}
