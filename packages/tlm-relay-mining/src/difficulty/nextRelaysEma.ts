import { UsageError } from '@tlmkit/core'

export interface RelaysEmaOptions {
  /** Moving average before, in relays. */
  readonly previousEma: bigint
  /** Mined relays of the claims that settled, in relays. */
  readonly settledRelays: bigint
}

/** The double nearest to 0.1 is exactly this many units of 2^-55. */
const ALPHA = 3_602_879_701_896_397n
const FRACTION_BITS = 55n
const ONE = 1n << FRACTION_BITS
const PRECISION_BITS = 64
const RELAYS_MAX = (1n << 64n) - 1n

/**
 * The moving average of a service's mined relays after one more settlement.
 *
 * Rule: alpha x settledRelays + (1 - alpha) x previousEma, alpha being the double 0.1.
 * Units: relays, 0 to 2^64 - 1.
 * Rounding: each operation to 64 significant bits, nearest, ties to even; then towards zero. Every
 * value is a whole number of 2^-55, so all of it is integer arithmetic.
 * Errors: `relays-out-of-range`.
 * Source: spec/pocket.md section 3.
 * @example nextRelaysEma({ previousEma: 100_000n, settledRelays: 100n }) // 90009n
 */
export function nextRelaysEma({ previousEma, settledRelays }: RelaysEmaOptions): bigint {
  assertRelays('previousEma', previousEma)
  assertRelays('settledRelays', settledRelays)
  const rest = roundToPrecision(ONE - ALPHA)
  const current = roundToPrecision(ALPHA * settledRelays)
  const previous = roundToPrecision(rest * previousEma)
  const ema = roundToPrecision(current + previous) >> FRACTION_BITS
  return ema > RELAYS_MAX ? RELAYS_MAX : ema
}

/** Keeps the 64 leading bits; the rest rounds to nearest, and a tie to the even neighbour. */
function roundToPrecision(value: bigint): bigint {
  const dropped = BigInt(value.toString(2).length - PRECISION_BITS)
  if (dropped <= 0n) return value
  const floor = value >> dropped
  const rest = value - (floor << dropped)
  const half = 1n << (dropped - 1n)
  const isUp = rest > half || (rest === half && (floor & 1n) === 1n)
  return (isUp ? floor + 1n : floor) << dropped
}

function assertRelays(name: string, relays: bigint): void {
  if (relays >= 0n && relays <= RELAYS_MAX) return
  throw new UsageError({
    code: 'relays-out-of-range',
    message: `${name}: ${relays} relays; it must be 0 to 2^64 - 1.`,
    details: { name, relays },
  })
}
