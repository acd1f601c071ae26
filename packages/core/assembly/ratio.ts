import {
  FAULT_OVERFLOW,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_OUT,
  RATIO_DEN,
  RATIO_DIRECT_MAX,
  RATIO_FAR,
  RATIO_FAR_MAX,
  RATIO_FAR_WHOLE,
  RATIO_FLAGS,
  RATIO_HAS_WHOLE,
  RATIO_NEAR,
  RATIO_NEAR_MAX,
  RATIO_NEAR_WHOLE,
  RATIO_NUM,
  RATIO_SIZE,
  WIDE,
} from '../src/columnar/layout'
import { strideOf, valueAt } from './columns'
import { poison, rowOf } from './poison'
import { hostTwin } from './twin'
import { isBelow, multiplyHigh, multiplyHighShort, storeWide } from './wide'

/*
 * a x N / D without a division: f = floor(N 2^k / D) + 1 stands in the table, and the product a f
 * is cut at bit k into the quotient q and a rest F. It is too large by a e / D, in units of F, with
 * e = f D - N 2^k, which is 1 to D:
 *
 * - F > a: q is the floor and the true value is not whole, whatever e is.
 * - a e < 2^k: q is the floor, and the true value is whole just where F <= floor(2^k / D).
 *
 * The first holds for nearly all values that are not whole, so k = 128 computes nearly everything,
 * k = 192 the rest, and the host's twin what is left. An entry without reciprocals has f = 0, which
 * certifies nothing but a = 0.
 */

let ratioTable: u32 = 0

/** Names the table of ratios. It may move between two calls of a kernel, never during one. */
export function setRatioTable(pointer: u32): void {
  ratioTable = pointer
}

/** a x N / D. Rounding: floor, or up where `ceil` is 1. Fault: overflow. */
@inline
function timesRatio(ceil: u64, ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  // One ratio for all rows is read once; the stores below would have it read again.
  let entry = bStep === 0 ? ratioTable + load<u32>(b) * RATIO_SIZE : 0
  let f1: u64 = bStep === 0 ? upperLimbOf(entry) : 0
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    if (bStep !== 0) {
      entry = ratioTable + load<u32>(b) * RATIO_SIZE
      f1 = upperLimbOf(entry)
      b += bStep
    }
    const aLow = load<u64>(a)
    const aHigh = load<u64>(a, 8)
    // The lower limb of f adds less than a here: mostly it carries nothing, and F is above a.
    if (aHigh === 0 && aLow * f1 - 1 < ~aLow) {
      storeWide(out, multiplyHigh(aLow, f1) + ceil, 0)
    } else {
      timesOne(ceil, ins, out, entry, aLow, aHigh)
    }
    a += aStep
  }
}

/** Upper limb of f for k = 128; 0, which certifies nothing, where f has more than two. */
@inline
function upperLimbOf(entry: u32): u64 {
  const hasWhole = (load<u32>(entry, RATIO_FLAGS) & RATIO_HAS_WHOLE) !== 0
  return hasWhole ? 0 : load<u64>(entry, RATIO_NEAR + 8)
}

/** One value: by a division where all fits 64 bits. */
function timesOne(ceil: u64, ins: u32, out: u32, entry: u32, aLow: u64, aHigh: u64): void {
  // 0 is not for this path: without N and D below 2^64 there is no divisor.
  if (aHigh === 0 && aLow - 1 < load<u64>(entry, RATIO_DIRECT_MAX)) {
    const product = aLow * load<u64>(entry, RATIO_NUM)
    const divisor = load<u64>(entry, RATIO_DEN)
    const quotient = product / divisor
    storeWide(out, quotient + (ceil & u64(quotient * divisor !== product)), 0)
    return
  }
  timesNear(ceil, ins, out, entry, aLow, aHigh)
}

export function timesRatioFloor(ins: u32, from: u32, to: u32): void {
  timesRatio(0, ins, from, to)
}

export function timesRatioCeil(ins: u32, from: u32, to: u32): void {
  timesRatio(1, ins, from, to)
}

/** One value with k = 128. */
@inline
function timesNear(ceil: u64, ins: u32, out: u32, entry: u32, aLow: u64, aHigh: u64): void {
  const f0 = load<u64>(entry, RATIO_NEAR)
  const f1 = load<u64>(entry, RATIO_NEAR + 8)
  const product = aLow * f1
  let rest = product + multiplyHigh(aLow, f0)
  let low = multiplyHigh(aLow, f1) + u64(rest < product)
  let high: u64 = 0
  if (aHigh !== 0) {
    const cross = aHigh * f0
    rest += cross
    const middle = multiplyHighShort(aHigh, f0) + u64(rest < cross)
    low += middle
    high = u64(low < middle)
    const top = aHigh * f1
    low += top
    high += multiplyHighShort(aHigh, f1) + u64(low < top)
  }
  const isCertain = isBelow(aLow, aHigh, aLow * f0, rest)
  if (!isCertain && !isNearExact(entry, aLow, aHigh)) {
    timesFar(ceil, ins, out, entry, aLow, aHigh)
    return
  }
  const up = ceil & u64(isCertain || !isNearWhole(entry, aLow * f0, rest))
  low += up
  storeWide(out, low, high + u64(low < up))
  if ((load<u32>(entry, RATIO_FLAGS) & RATIO_HAS_WHOLE) !== 0) {
    if (!addWhole(out, aLow, aHigh, entry + RATIO_NEAR + 16)) poison(ins, out, FAULT_OVERFLOW)
  }
}

@inline
function isNearExact(entry: u32, aLow: u64, aHigh: u64): bool {
  const max = load<u64>(entry, RATIO_NEAR_MAX)
  return !isBelow(max, load<u64>(entry, RATIO_NEAR_MAX + 8), aLow, aHigh)
}

@inline
function isNearWhole(entry: u32, restLow: u64, restHigh: u64): bool {
  const whole = load<u64>(entry, RATIO_NEAR_WHOLE)
  return !isBelow(whole, load<u64>(entry, RATIO_NEAR_WHOLE + 8), restLow, restHigh)
}

/** One value with k = 192, or by the host where that cannot be sure either. */
function timesFar(ceil: u64, ins: u32, out: u32, entry: u32, aLow: u64, aHigh: u64): void {
  const f0 = load<u64>(entry, RATIO_FAR)
  const f1 = load<u64>(entry, RATIO_FAR + 8)
  const f2 = load<u64>(entry, RATIO_FAR + 16)
  const rest0 = aLow * f0
  let carried = multiplyHigh(aLow, f0)
  let rest1 = aLow * f1 + carried
  carried = multiplyHigh(aLow, f1) + u64(rest1 < carried)
  let rest2 = aLow * f2 + carried
  let low = multiplyHigh(aLow, f2) + u64(rest2 < carried)
  let product = aHigh * f0
  rest1 += product
  carried = multiplyHigh(aHigh, f0) + u64(rest1 < product)
  rest2 += carried
  const carry = u64(rest2 < carried)
  product = aHigh * f1
  rest2 += product
  carried = multiplyHigh(aHigh, f1) + u64(rest2 < product)
  // At most 2^64 - 1: the high word of a product leaves room for one carry, and carry fits below.
  low += carry
  let high = u64(low < carry)
  low += carried
  high += u64(low < carried)
  product = aHigh * f2
  low += product
  high += multiplyHigh(aHigh, f2) + u64(low < product)
  const isCertain = rest2 !== 0 || isBelow(aLow, aHigh, rest0, rest1)
  if (!isCertain) {
    const max = load<u64>(entry, RATIO_FAR_MAX)
    if (isBelow(max, load<u64>(entry, RATIO_FAR_MAX + 8), aLow, aHigh)) {
      hostTwin(ins, rowOf(ins, out))
      return
    }
  }
  const up = ceil & u64(isCertain || !isFarWhole(entry, rest0, rest1))
  low += up
  storeWide(out, low, high + u64(low < up))
  if ((load<u32>(entry, RATIO_FLAGS) & RATIO_HAS_WHOLE) !== 0) {
    if (!addWhole(out, aLow, aHigh, entry + RATIO_FAR + 24)) poison(ins, out, FAULT_OVERFLOW)
  }
}

/** Whether the value is whole, for a rest below 2^128. */
@inline
function isFarWhole(entry: u32, rest0: u64, rest1: u64): bool {
  if (load<u64>(entry, RATIO_FAR_WHOLE + 16) !== 0) return true
  const whole = load<u64>(entry, RATIO_FAR_WHOLE)
  return !isBelow(whole, load<u64>(entry, RATIO_FAR_WHOLE + 8), rest0, rest1)
}

/** Adds a times the limbs of f above bit k to the value at `at`. Gives whether the sum fits. */
function addWhole(at: u32, aLow: u64, aHigh: u64, limbs: u32): bool {
  if ((aLow | aHigh) === 0) return true
  const wLow = load<u64>(limbs)
  const wHigh = load<u64>(limbs, 8)
  if (load<u64>(limbs, 16) !== 0 || (wHigh !== 0 && aHigh !== 0)) return false
  const upper = wHigh | aHigh
  const other = wHigh !== 0 ? aLow : wLow
  const cross = upper * other
  const high = multiplyHigh(aLow, wLow) + cross
  if (multiplyHigh(upper, other) !== 0 || high < cross) return false
  const low = aLow * wLow
  const sumLow = load<u64>(at) + low
  const sumHigh = load<u64>(at, 8) + high + u64(sumLow < low)
  storeWide(at, sumLow, sumHigh)
  return !isBelow(sumLow, sumHigh, low, high)
}
