import { UsageError } from '../errors/UsageError.js'

/** How a quotient that is not whole is brought to an integer. Always named; there is no default. */
export type Rounding = 'floor' | 'ceil'

/**
 * Divides two non-negative integers.
 *
 * Rule: n / d, rounded as named.
 * Rounding: `floor` towards zero, `ceil` up.
 * Errors: `division-by-zero`, `negative-operand`.
 * @example divide(7n, 2n, 'ceil') // 4n
 */
export function divide(n: bigint, d: bigint, rounding: Rounding): bigint {
  if (d <= 0n || n < 0n) throw badDivision(n, d)
  return rounding === 'floor' ? n / d : (n + d - 1n) / d
}

/**
 * Multiplies, then divides once: the product is unbounded.
 *
 * Rule: a x b / d, rounded as named.
 * Rounding: as named, once.
 * Errors: `division-by-zero`, `negative-operand`.
 * @example mulDiv(10n, 2n, 3n, 'floor') // 6n
 */
export function mulDiv(a: bigint, b: bigint, d: bigint, rounding: Rounding): bigint {
  return divide(a * b, d, rounding)
}

/**
 * What `divide(n, d, 'floor')` leaves over.
 *
 * Rule: n - d x floor(n / d).
 * Errors: `division-by-zero`, `negative-operand`.
 */
export function remainderOf(n: bigint, d: bigint): bigint {
  if (d <= 0n || n < 0n) throw badDivision(n, d)
  return n % d
}

/** Greatest common divisor of two non-negative integers; gcd(0, x) is x. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

function badDivision(n: bigint, d: bigint): UsageError {
  const zero = d === 0n
  return new UsageError({
    code: zero ? 'division-by-zero' : 'negative-operand',
    message: zero
      ? `Cannot divide ${n} by zero.`
      : `Division takes a dividend of at least 0 and a divisor above 0, got ${n} / ${d}.`,
    details: { dividend: n, divisor: d },
  })
}
