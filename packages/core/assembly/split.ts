import {
  DUST_ACCOUNT,
  DUST_FIRST,
  DUST_LARGEST,
  DUST_LAST,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_C,
  INSTRUCTION_OUT,
  INSTRUCTION_X,
  INSTRUCTION_Y,
  INSTRUCTION_Z,
  WIDE,
  WORD,
} from '../src/columnar/layout'
import { strideOf, valueAt } from './columns'
import { divideTwo, divideWide, mulDivWide } from './divide'
import { addUnits, giveToLargest, REMAINDERS, REMAINDERS_MAX } from './largest'
import { offsetAt } from './lists'
import { hostTwin } from './twin'
import { multiplyHigh, multiplyHighShort, storeWide } from './wide'

/*
 * part = floor(a w / s) for every item, s the sum of the row's weights. With a = q s + r that is
 * q w + floor(r w / s): a row divides by s once at full width, its items divide small numbers. The
 * floors leave fewer units over than there are items.
 */

/** Splits a among a row's items by their weights b; the units left over go by dust rule X. */
export function splitAmong(ins: u32, from: u32, to: u32): void {
  for (let row = from; row < to; row++) splitRow(ins, row)
}

function splitRow(ins: u32, row: u32): void {
  const offset = offsetAt(ins, row)
  const first = load<u32>(offset)
  const count = load<u32>(offset, WORD) - first
  const weights = valueAt(ins, INSTRUCTION_B, first)
  const step = strideOf(ins, INSTRUCTION_B)
  let sumLow: u64 = 0
  let sumHigh: u64 = 0
  let hasOverflown = false
  for (let left = count, weight = weights; left !== 0; left--, weight += step) {
    const low = load<u64>(weight)
    const high = load<u64>(weight, 8)
    sumLow += low
    const carry = u64(sumLow < low)
    sumHigh += high
    hasOverflown = hasOverflown || sumHigh < high
    sumHigh += carry
    hasOverflown = hasOverflown || sumHigh < carry
  }
  const rule = load<u32>(ins, INSTRUCTION_X)
  if (hasOverflown || (rule === DUST_LARGEST && count > REMAINDERS_MAX)) {
    hostTwin(ins, row)
    return
  }
  const out = valueAt(ins, INSTRUCTION_OUT, first)
  const a = valueAt(ins, INSTRUCTION_A, row)
  const rest = valueAt(ins, INSTRUCTION_Y, row)
  const hasWeight = (sumLow | sumHigh) !== 0
  store<u32>(valueAt(ins, INSTRUCTION_C, row), u32(hasWeight))
  if (!hasWeight) {
    memory.fill(out, 0, count * WIDE)
    v128.store(rest, v128.load(a))
    return
  }
  const aLow = load<u64>(a)
  const aHigh = load<u64>(a, 8)
  const remainders = rule === DUST_LARGEST ? REMAINDERS : 0
  let left: u64
  if (sumHigh !== 0) {
    left = splitByWide(out, weights, step, count, aLow, aHigh, sumLow, sumHigh, remainders)
  } else if (aHigh === 0 && sumLow < TINY_MAX) {
    left = splitTiny(out, weights, step, count, aLow, sumLow, remainders)
  } else if ((aHigh | (sumLow >> 32)) === 0) {
    left = splitShort(out, weights, step, count, aLow, sumLow, remainders)
  } else {
    left = splitByWord(out, weights, step, count, aLow, aHigh, sumLow, remainders)
  }
  storeWide(rest, rule === DUST_ACCOUNT ? left : 0, 0)
  if (left === 0) return
  if (rule === DUST_FIRST) addUnits(out, left)
  else if (rule === DUST_LAST) addUnits(out + (count - 1) * WIDE, left)
  else if (rule === DUST_LARGEST) {
    const takers = valueAt(ins, INSTRUCTION_Z, first)
    giveToLargest(out, takers, strideOf(ins, INSTRUCTION_Z), count, left)
  }
}

/*
 * The ways to split. Each writes a part per item and, where `remainders` is not 0, what the
 * floor cut off, times s; each gives the units left over.
 */

/** The sum that the reciprocal is of: rows mostly have the same, such as 100 percent. */
let knownSum: u64 = 0
/** 2^64 / s, rounded up. */
let reciprocal: u64 = 0

/** Sums below this leave so much room that a product by the reciprocal is the exact floor. */
const TINY_MAX: u64 = 1 << 21

/**
 * a is below 2^64, s below 2^21.
 *
 * Rule: f = 2^64 / s, rounded up, is too large by e / s with e below s. So floor(x f / 2^64) is
 * floor(x / s) where x e is below 2^64, and at most 1 more for any x.
 */
function splitTiny(
  out: u32,
  weights: u32,
  step: u32,
  count: u32,
  a: u64,
  sum: u64,
  remainders: u32,
): u64 {
  if (sum !== knownSum) {
    knownSum = sum
    // Of 1 it would be 2^64 + 1: a value below 2^64 is its own quotient.
    reciprocal = sum === 1 ? 0 : u64.MAX_VALUE / sum + 1
  }
  let q = sum === 1 ? a : multiplyHigh(a, reciprocal)
  let r = a - q * sum
  if (r >= sum) {
    q -= 1
    r += sum
  }
  let left = a
  for (; count !== 0; count--) {
    const weight = load<u64>(weights)
    const product = r * weight
    const share = multiplyHigh(product, reciprocal)
    const part = q * weight + share
    storeWide(out, part, 0)
    left -= part
    if (remainders !== 0) {
      storeWide(remainders, product - share * sum, 0)
      remainders += WIDE
    }
    weights += step
    out += WIDE
  }
  return left
}

/** a is below 2^64, s below 2^32. */
function splitShort(
  out: u32,
  weights: u32,
  step: u32,
  count: u32,
  a: u64,
  sum: u64,
  remainders: u32,
): u64 {
  const q = a / sum
  const r = a - q * sum
  let left = a
  for (; count !== 0; count--) {
    const weight = load<u64>(weights)
    const product = r * weight
    const share = product / sum
    const part = q * weight + share
    storeWide(out, part, 0)
    left -= part
    if (remainders !== 0) {
      storeWide(remainders, product - share * sum, 0)
      remainders += WIDE
    }
    weights += step
    out += WIDE
  }
  return left
}

/** s is below 2^64. */
function splitByWord(
  out: u32,
  weights: u32,
  step: u32,
  count: u32,
  aLow: u64,
  aHigh: u64,
  sum: u64,
  remainders: u32,
): u64 {
  const qHigh = aHigh < sum ? 0 : aHigh / sum
  const qLow = divideTwo(aHigh - qHigh * sum, aLow, sum)
  const r = aLow - qLow * sum
  const isShort = sum >> 32 === 0
  let left = aLow
  for (; count !== 0; count--) {
    const weight = load<u64>(weights)
    const product = r * weight
    const high = isShort ? 0 : multiplyHigh(r, weight)
    const share = high === 0 ? product / sum : divideTwo(high, product, sum)
    const low = qLow * weight + share
    storeWide(out, low, multiplyHighShort(weight, qLow) + qHigh * weight + u64(low < share))
    left -= low
    if (remainders !== 0) {
      storeWide(remainders, product - share * sum, 0)
      remainders += WIDE
    }
    weights += step
    out += WIDE
  }
  return left
}

/** s is 2^64 or more. */
function splitByWide(
  out: u32,
  weights: u32,
  step: u32,
  count: u32,
  aLow: u64,
  aHigh: u64,
  sumLow: u64,
  sumHigh: u64,
  remainders: u32,
): u64 {
  // The first item's place serves for the quotient of the row, which is below 2^64.
  divideWide(out, aLow, aHigh, sumLow, sumHigh, 0)
  const q = load<u64>(out)
  const rLow = aLow - q * sumLow
  const rHigh = aHigh - multiplyHigh(q, sumLow) - q * sumHigh - u64(aLow < q * sumLow)
  let left = aLow
  for (; count !== 0; count--) {
    const wLow = load<u64>(weights)
    const wHigh = load<u64>(weights, 8)
    mulDivWide(out, rLow, rHigh, wLow, wHigh, sumLow, sumHigh, 0)
    const shareLow = load<u64>(out)
    const shareHigh = load<u64>(out, 8)
    const low = q * wLow + shareLow
    const high = multiplyHigh(q, wLow) + q * wHigh + shareHigh + u64(low < shareLow)
    storeWide(out, low, high)
    left -= low
    if (remainders !== 0) {
      const product = rLow * wLow
      const taken = shareLow * sumLow
      const above = multiplyHigh(rLow, wLow) + rLow * wHigh + rHigh * wLow
      const takenAbove =
        multiplyHigh(shareLow, sumLow) + shareLow * sumHigh + shareHigh * sumLow
      storeWide(remainders, product - taken, above - takenAbove - u64(product < taken))
      remainders += WIDE
    }
    weights += step
    out += WIDE
  }
  return left
}
