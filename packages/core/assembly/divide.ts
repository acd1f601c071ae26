import { isBelow, multiplyHigh, multiplyHighShort, shiftLeft, storeWide } from './wide'

/*
 * Exact division: Knuth's algorithm D with digits of 32 bits where a divisor has one digit of 64
 * bits, and with digits of 64 bits on top of that, without arrays. Source: The Art of Computer
 * Programming, volume 2, 4.3.1.
 */

/**
 * Divides a number of two 64-bit digits by one of one digit.
 *
 * Rule: floor((high x 2^64 + low) / divisor), for high < divisor, so that the quotient is below
 * 2^64.
 */
export function divideTwo(high: u64, low: u64, divisor: u64): u64 {
  if (high === 0) return low / divisor
  if (divisor <= 0xffffffff) {
    const upper = (high << 32) | (low >> 32)
    const quotient = upper / divisor
    const rest = upper - quotient * divisor
    return (quotient << 32) | (((rest << 32) | (low & 0xffffffff)) / divisor)
  }
  const bits = clz(divisor)
  return divideNormal(shiftLeft(high, low, bits), low << bits, divisor << bits)
}

/** As `divideTwo`, for a divisor whose top bit is set. */
@inline
function divideNormal(high: u64, low: u64, divisor: u64): u64 {
  const upper = high < divisor >> 32 ? 0 : digitOf(high, low >> 32, divisor)
  const rest = ((high << 32) | (low >> 32)) - upper * divisor
  return (upper << 32) | digitOf(rest, low & 0xffffffff, divisor)
}

/**
 * One quotient digit of 32 bits.
 *
 * Rule: floor((high x 2^32 + next) / divisor), for high < divisor, divisor's top bit set.
 */
@inline
function digitOf(high: u64, next: u64, divisor: u64): u64 {
  const top = divisor >> 32
  const bottom = divisor & 0xffffffff
  let digit = high / top
  let rest = high - digit * top
  // The estimate is at most 2 too large: the first time as likely as not, so without a branch. It
  // is at most 2^32 + 1, so that its product with the bottom does not overflow.
  const isLarge = u64(digit * bottom > ((rest << 32) | next))
  digit -= isLarge
  rest += top & (0 - isLarge)
  if (rest >> 32 === 0 && digit * bottom > ((rest << 32) | next)) digit--
  return digit
}

/**
 * One quotient digit of 64 bits of a division by two digits.
 *
 * Rule: floor((n2 x 2^128 + n1 x 2^64 + n0) / d), for n2:n1 < d, d's top bit set.
 */
function divideThree(n2: u64, n1: u64, n0: u64, dHigh: u64, dLow: u64): u64 {
  let digit: u64
  let rest: u64
  if (n2 < dHigh) {
    digit = n2 === 0 ? n1 / dHigh : divideNormal(n2, n1, dHigh)
    rest = n1 - digit * dHigh
  } else {
    digit = u64.MAX_VALUE
    rest = n1 + dHigh
    if (rest < dHigh) return digit
  }
  // The estimate is at most 2 too large: once is ordinary, so without a branch.
  const high = multiplyHigh(digit, dLow)
  const low = digit * dLow
  const isLarge = u64(isBelow(n0, rest, low, high))
  digit -= isLarge
  const backLow = n0 - low + dLow
  const backHigh = rest - high - u64(n0 < low) + dHigh + u64(backLow < dLow)
  // Adding d back to a remainder below 0 carries out of 128 bits, or it is still below 0.
  if (isLarge !== 0 && !isBelow(backLow, backHigh, dLow, dHigh)) digit--
  return digit
}

/**
 * Divides two wide values and stores the quotient.
 *
 * Rule: a / b for b above 0. Rounding: floor, or up where `ceil` is 1.
 */
export function divideWide(
  at: u32,
  aLow: u64,
  aHigh: u64,
  bLow: u64,
  bHigh: u64,
  ceil: u64,
): void {
  if (bHigh === 0) {
    const high = aHigh < bLow ? 0 : aHigh / bLow
    const low = divideTwo(aHigh - high * bLow, aLow, bLow)
    const up = ceil & u64(low * bLow !== aLow)
    storeWide(at, low + up, high + u64(low + up < up))
    return
  }
  const bits = clz(bHigh)
  const dHigh = shiftLeft(bHigh, bLow, bits)
  const n2 = shiftLeft(0, aHigh, bits)
  const low = divideThree(n2, shiftLeft(aHigh, aLow, bits), aLow << bits, dHigh, bLow << bits)
  if (ceil === 0) {
    storeWide(at, low, 0)
    return
  }
  const back = multiplyHigh(low, bLow) + low * bHigh
  const up = u64(low * bLow !== aLow || back !== aHigh)
  storeWide(at, low + up, u64(low + up < up))
}

/**
 * Multiplies two wide values, divides the unbounded product by a third, stores the quotient.
 *
 * Rule: a x b / c for c above 0. Rounding: floor, or up where `ceil` is 1. Gives whether the result
 * is at most 2^128 - 1; else what is stored means nothing.
 */
// long: one straight line from the product to its rounded quotient
export function mulDivWide(
  at: u32,
  aLow: u64,
  aHigh: u64,
  bLow: u64,
  bHigh: u64,
  cLow: u64,
  cHigh: u64,
  ceil: u64,
): bool {
  const p0 = aLow * bLow
  let p1 = multiplyHigh(aLow, bLow)
  let p2: u64 = 0
  let p3: u64 = 0
  if (aHigh !== 0) {
    const cross = aHigh * bLow
    p1 += cross
    p2 = multiplyHighShort(aHigh, bLow) + u64(p1 < cross)
  }
  if (bHigh !== 0) {
    const cross = aLow * bHigh
    p1 += cross
    const middle = multiplyHighShort(bHigh, aLow) + u64(p1 < cross)
    p2 += middle
    p3 = u64(p2 < middle)
    const top = aHigh * bHigh
    p2 += top
    p3 += multiplyHighShort(aHigh, bHigh) + u64(p2 < top)
  }
  let high: u64
  let low: u64
  let isWhole: bool
  if (cHigh === 0) {
    if (p3 !== 0 || p2 >= cLow) return false
    high = p2 === 0 && p1 < cLow ? 0 : divideTwo(p2, p1, cLow)
    low = divideTwo(p1 - high * cLow, p0, cLow)
    isWhole = low * cLow === p0
  } else {
    if (p3 > cHigh || (p3 === cHigh && p2 >= cLow)) return false
    const bits = clz(cHigh)
    const dHigh = shiftLeft(cHigh, cLow, bits)
    const dLow = cLow << bits
    const n3 = shiftLeft(p3, p2, bits)
    let n2 = shiftLeft(p2, p1, bits)
    let n1 = shiftLeft(p1, p0, bits)
    high = 0
    if (n3 !== 0 || n2 > dHigh || (n2 === dHigh && n1 >= dLow)) {
      high = divideThree(n3, n2, n1, dHigh, dLow)
      const taken = high * dLow
      n2 -= multiplyHigh(high, dLow) + high * dHigh + u64(n1 < taken)
      n1 -= taken
    }
    low = divideThree(n2, n1, p0 << bits, dHigh, dLow)
    isWhole =
      ceil !== 0 &&
      low * cLow === p0 &&
      multiplyHigh(low, cLow) + low * cHigh + high * cLow === p1
  }
  const up = ceil & u64(!isWhole)
  low += up
  high += u64(low < up)
  storeWide(at, low, high)
  return (low | high) !== 0 || up === 0
}
