/*
 * Arithmetic on 128-bit values. A value is two locals, low and high, never a pair in memory: these
 * functions are inlined, and each gives one 64-bit word.
 */

/** High 64 bits of a 64 x 64 bit product; the low ones are `a * b`. */
@inline
export function multiplyHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff
  const aHigh = a >> 32
  const bLow = b & 0xffffffff
  const bHigh = b >> 32
  const middle = aHigh * bLow + ((aLow * bLow) >> 32)
  const other = aLow * bHigh + (middle & 0xffffffff)
  return aHigh * bHigh + (middle >> 32) + (other >> 32)
}

/** As `multiplyHigh`, with half the products where a is below 2^32, as upper halves mostly are. */
@inline
export function multiplyHighShort(a: u64, b: u64): u64 {
  return a >> 32 === 0 ? (a * (b >> 32) + ((a * (b & 0xffffffff)) >> 32)) >> 32 : multiplyHigh(a, b)
}

/** Whether a < b. */
@inline
export function isBelow(aLow: u64, aHigh: u64, bLow: u64, bHigh: u64): bool {
  return aHigh === bHigh ? aLow < bLow : aHigh < bHigh
}

/** `high` after a shift of high:low to the left by 0 to 63 bits. */
@inline
export function shiftLeft(high: u64, low: u64, bits: u64): u64 {
  return (high << bits) | ((low >> 1) >> (63 - bits))
}

/** Stores a wide value. */
@inline
export function storeWide(at: u32, low: u64, high: u64): void {
  store<u64>(at, low)
  store<u64>(at, high, 8)
}
