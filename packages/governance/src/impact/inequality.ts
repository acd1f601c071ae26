import { compareBigints, ratioOf, ZERO_RATIO, type Ratio } from '@tlmkit/core'

/**
 * The Gini coefficient of amounts: 0 all the same, towards 1 one takes all.
 *
 * Rule: with x in ascending order and i from 1, (2 x sum of i x_i - (n + 1) x sum) / (n x sum); 0
 * where the sum is 0.
 * Rounding: none.
 * @example giniOf([0n, 0n, 0n, 4n]) // { num: 3n, den: 4n }
 */
export function giniOf(amounts: readonly bigint[]): Ratio {
  const sorted = amounts.toSorted(compareBigints)
  let sum = 0n
  let ranked = 0n
  for (const [index, amount] of sorted.entries()) {
    sum += amount
    ranked += BigInt(index + 1) * amount
  }
  if (sum === 0n) return ZERO_RATIO
  const count = BigInt(sorted.length)
  return ratioOf(2n * ranked - (count + 1n) * sum, count * sum)
}

/**
 * The share of the `top` greatest amounts in all of them; 0 where the sum is 0.
 *
 * Rounding: none.
 * @example topShareOf([1n, 2n, 7n], 1) // { num: 7n, den: 10n }
 */
export function topShareOf(amounts: readonly bigint[], top: number): Ratio {
  const sorted = amounts.toSorted((a, b) => compareBigints(b, a))
  const sum = sorted.reduce((total, amount) => total + amount, 0n)
  const taken = sorted.slice(0, top).reduce((total, amount) => total + amount, 0n)
  return sum === 0n ? ZERO_RATIO : ratioOf(taken, sum)
}
