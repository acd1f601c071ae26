import {
  ABOVE,
  AND,
  AT_LEAST,
  BELOW,
  EQUAL,
  FAULT_BELOW_ZERO,
  FAULT_DIVISION_BY_ZERO,
  FAULT_OVERFLOW,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_C,
  INSTRUCTION_OUT,
  INSTRUCTION_X,
  IS_WORD,
  MIN,
  OR,
  WIDE,
  WORD,
} from '../src/columnar/layout'
import { strideOf, valueAt } from './columns'
import { divideTwo, divideWide, mulDivWide } from './divide'
import { poison } from './poison'
import { isBelow, multiplyHigh, multiplyHighShort, storeWide } from './wide'

/*
 * Pure operations, column by column: each loops over rows from..to-1 with one pointer per column.
 * They compute poisoned rows like any other; no value makes them trap.
 */

/** a + b. Fault: overflow. */
export function plus(ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    const aLow = load<u64>(a)
    const aHigh = load<u64>(a, 8)
    const low = aLow + load<u64>(b)
    const bHigh = load<u64>(b, 8)
    const high = aHigh + bHigh + u64(low < aLow)
    storeWide(out, low, high)
    // Below 2^127 both, there is no overflow; beyond, the sum is smaller than its terms.
    if (i64(aHigh | bHigh) < 0 && isBelow(low, high, aLow, aHigh)) poison(ins, out, FAULT_OVERFLOW)
    a += aStep
    b += bStep
  }
}

/** a x b. Fault: overflow. */
export function multiply(ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    const aLow = load<u64>(a)
    const aHigh = load<u64>(a, 8)
    const bLow = load<u64>(b)
    const bHigh = load<u64>(b, 8)
    let high = multiplyHigh(aLow, bLow)
    if ((aHigh | bHigh) !== 0) {
      // One of the two is 0 in every product that fits.
      const above = aHigh | bHigh
      const other = aHigh !== 0 ? bLow : aLow
      const cross = above * other
      high += cross
      const fits = (aHigh === 0 || bHigh === 0) && multiplyHighShort(above, other) === 0
      if (!fits || high < cross) poison(ins, out, FAULT_OVERFLOW)
    }
    storeWide(out, aLow * bLow, high)
    a += aStep
    b += bStep
  }
}

/** The smaller of a and b, or the larger. Copies without a branch: either is as likely. */
@inline
function extreme(op: u32, ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    const below = isBelow(load<u64>(a), load<u64>(a, 8), load<u64>(b), load<u64>(b, 8))
    const chosen = op === MIN ? select<u32>(a, b, below) : select<u32>(b, a, below)
    v128.store(out, v128.load(chosen))
    a += aStep
    b += bStep
  }
}

export function least(ins: u32, from: u32, to: u32): void {
  extreme(MIN, ins, from, to)
}

export function most(ins: u32, from: u32, to: u32): void {
  extreme(0, ins, from, to)
}

/** a - b, or 0 where b is above a. */
export function minusZero(ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    const aLow = load<u64>(a)
    const aHigh = load<u64>(a, 8)
    const bLow = load<u64>(b)
    const bHigh = load<u64>(b, 8)
    const borrow = u64(aLow < bLow)
    const below = u64(aHigh < bHigh) | (u64(aHigh === bHigh) & borrow)
    // All ones to keep the difference, all zeros to drop it.
    const mask = below - 1
    storeWide(out, (aLow - bLow) & mask, (aHigh - bHigh - borrow) & mask)
    a += aStep
    b += bStep
  }
}

/** a - b. Fault: below zero. */
export function minusReject(ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    const aLow = load<u64>(a)
    const aHigh = load<u64>(a, 8)
    const bLow = load<u64>(b)
    const bHigh = load<u64>(b, 8)
    storeWide(out, aLow - bLow, aHigh - bHigh - u64(aLow < bLow))
    if (isBelow(aLow, aHigh, bLow, bHigh)) poison(ins, out, FAULT_BELOW_ZERO)
    a += aStep
    b += bStep
  }
}

/** a / b. Rounding: floor, or up where `ceil` is 1. Fault: division by zero. */
@inline
function over(ceil: u64, ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    const aLow = load<u64>(a)
    const aHigh = load<u64>(a, 8)
    const bLow = load<u64>(b)
    const bHigh = load<u64>(b, 8)
    if ((bLow | bHigh) === 0) {
      poison(ins, out, FAULT_DIVISION_BY_ZERO)
    } else if ((aHigh | bHigh) === 0) {
      const quotient = aLow / bLow
      storeWide(out, quotient + (ceil & u64(quotient * bLow !== aLow)), 0)
    } else {
      divideWide(out, aLow, aHigh, bLow, bHigh, ceil)
    }
    a += aStep
    b += bStep
  }
}

export function overFloor(ins: u32, from: u32, to: u32): void {
  over(0, ins, from, to)
}

export function overCeil(ins: u32, from: u32, to: u32): void {
  over(1, ins, from, to)
}

/** a x b / c, the product unbounded. Faults: division by zero, overflow. */
@inline
function mulDiv(ceil: u64, ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  let c = valueAt(ins, INSTRUCTION_C, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const cStep = strideOf(ins, INSTRUCTION_C)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    const aLow = load<u64>(a)
    const aHigh = load<u64>(a, 8)
    const bLow = load<u64>(b)
    const bHigh = load<u64>(b, 8)
    const cLow = load<u64>(c)
    const cHigh = load<u64>(c, 8)
    if ((cLow | cHigh) === 0) {
      poison(ins, out, FAULT_DIVISION_BY_ZERO)
    } else if ((aHigh | bHigh | cHigh) === 0 && multiplyHigh(aLow, bLow) < cLow) {
      const quotient = divideTwo(multiplyHigh(aLow, bLow), aLow * bLow, cLow)
      const up = ceil & u64(quotient * cLow !== aLow * bLow)
      storeWide(out, quotient + up, u64(quotient + up < up))
    } else if (!mulDivWide(out, aLow, aHigh, bLow, bHigh, cLow, cHigh, ceil)) {
      poison(ins, out, FAULT_OVERFLOW)
    }
    a += aStep
    b += bStep
    c += cStep
  }
}

export function mulDivFloor(ins: u32, from: u32, to: u32): void {
  mulDiv(0, ins, from, to)
}

export function mulDivCeil(ins: u32, from: u32, to: u32): void {
  mulDiv(1, ins, from, to)
}

/** How a compares with b, as a word. */
@inline
function compare(op: u32, ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WORD) {
    const aLow = load<u64>(a)
    const aHigh = load<u64>(a, 8)
    const bLow = load<u64>(b)
    const bHigh = load<u64>(b, 8)
    let holds: bool
    if (op === ABOVE) holds = isBelow(bLow, bHigh, aLow, aHigh)
    else if (op === AT_LEAST) holds = !isBelow(aLow, aHigh, bLow, bHigh)
    else if (op === BELOW) holds = isBelow(aLow, aHigh, bLow, bHigh)
    else holds = ((aLow ^ bLow) | (aHigh ^ bHigh)) === 0
    store<u32>(out, u32(holds))
    a += aStep
    b += bStep
  }
}

export function above(ins: u32, from: u32, to: u32): void {
  compare(ABOVE, ins, from, to)
}

export function atLeast(ins: u32, from: u32, to: u32): void {
  compare(AT_LEAST, ins, from, to)
}

export function below(ins: u32, from: u32, to: u32): void {
  compare(BELOW, ins, from, to)
}

export function equal(ins: u32, from: u32, to: u32): void {
  compare(EQUAL, ins, from, to)
}

export function isZero(ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WORD) {
    store<u32>(out, u32((load<u64>(a) | load<u64>(a, 8)) === 0))
    a += aStep
  }
}

/** Two words to a word: AND, OR, or whether they are the same. */
@inline
function combine(op: u32, ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WORD) {
    const x = load<u32>(a)
    const y = load<u32>(b)
    store<u32>(out, op === AND ? x & y : op === OR ? x | y : u32(x === y))
    a += aStep
    b += bStep
  }
}

export function and(ins: u32, from: u32, to: u32): void {
  combine(AND, ins, from, to)
}

export function or(ins: u32, from: u32, to: u32): void {
  combine(OR, ins, from, to)
}

export function sameWord(ins: u32, from: u32, to: u32): void {
  combine(0, ins, from, to)
}

/** Whether a is the word X. `not` is whether it is 0. */
export function isWord(ins: u32, from: u32, to: u32): void {
  const word = load<u32>(ins) === IS_WORD ? load<u32>(ins, INSTRUCTION_X) : 0
  let a = valueAt(ins, INSTRUCTION_A, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WORD) {
    store<u32>(out, u32(load<u32>(a) === word))
    a += aStep
  }
}

/** b where a holds, else c. Chooses the address, not the value: there is no branch. */
export function selectWide(ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  let c = valueAt(ins, INSTRUCTION_C, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const cStep = strideOf(ins, INSTRUCTION_C)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WIDE) {
    v128.store(out, v128.load(select<u32>(b, c, load<u32>(a))))
    a += aStep
    b += bStep
    c += cStep
  }
}

/** b where a holds, else c, words. */
export function selectWord(ins: u32, from: u32, to: u32): void {
  let a = valueAt(ins, INSTRUCTION_A, from)
  let b = valueAt(ins, INSTRUCTION_B, from)
  let c = valueAt(ins, INSTRUCTION_C, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const bStep = strideOf(ins, INSTRUCTION_B)
  const cStep = strideOf(ins, INSTRUCTION_C)
  const end = valueAt(ins, INSTRUCTION_OUT, to)
  for (let out = valueAt(ins, INSTRUCTION_OUT, from); out < end; out += WORD) {
    store<u32>(out, load<u32>(select<u32>(b, c, load<u32>(a))))
    a += aStep
    b += bStep
    c += cStep
  }
}
