import {
  FAULT_OVERFLOW,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_LIST,
  INSTRUCTION_OUT,
  WIDE,
  WORD,
} from '../src/columnar/layout'
import { columnOf, strideOf, valueAt } from './columns'
import { poison } from './poison'
import { hostTwin } from './twin'
import { storeWide } from './wide'

/*
 * Between rows and the items of their lists. The items of all rows stand one after the other;
 * offsets[row] is the first of a row, offsets[row + 1] the first of the next.
 */

/** Address of the offset of a row; the next one stands a word further. */
@inline
export function offsetAt(ins: u32, row: u32): u32 {
  return load<u32>(ins, INSTRUCTION_LIST) + row * WORD
}

/** Gives every item the value of its row. */
export function expandWide(ins: u32, from: u32, to: u32): void {
  const lastOffset = offsetAt(ins, to)
  let a = valueAt(ins, INSTRUCTION_A, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const items = valueAt(ins, INSTRUCTION_OUT, 0)
  let out = items + load<u32>(offsetAt(ins, from)) * WIDE
  for (let offset = offsetAt(ins, from); offset < lastOffset; offset += WORD) {
    const end = items + load<u32>(offset, WORD) * WIDE
    const value = v128.load(a)
    for (; out < end; out += WIDE) v128.store(out, value)
    a += aStep
  }
}

/** Gives every item the word of its row. */
export function expandWord(ins: u32, from: u32, to: u32): void {
  const lastOffset = offsetAt(ins, to)
  let a = valueAt(ins, INSTRUCTION_A, from)
  const aStep = strideOf(ins, INSTRUCTION_A)
  const items = valueAt(ins, INSTRUCTION_OUT, 0)
  let out = items + load<u32>(offsetAt(ins, from)) * WORD
  for (let offset = offsetAt(ins, from); offset < lastOffset; offset += WORD) {
    const end = items + load<u32>(offset, WORD) * WORD
    const word = load<u32>(a)
    for (; out < end; out += WORD) store<u32>(out, word)
    a += aStep
  }
}

/** How many items a row has, or how many of them where b is 1. */
export function listCount(ins: u32, from: u32, to: u32): void {
  const lastOffset = offsetAt(ins, to)
  let out = valueAt(ins, INSTRUCTION_OUT, from)
  if (columnOf(ins, INSTRUCTION_B) === 0) {
    for (let offset = offsetAt(ins, from); offset < lastOffset; offset += WORD) {
      storeWide(out, u64(load<u32>(offset, WORD) - load<u32>(offset)), 0)
      out += WIDE
    }
    return
  }
  let b = valueAt(ins, INSTRUCTION_B, load<u32>(offsetAt(ins, from)))
  const bStep = strideOf(ins, INSTRUCTION_B)
  for (let offset = offsetAt(ins, from); offset < lastOffset; offset += WORD) {
    let count: u64 = 0
    for (let left = load<u32>(offset, WORD) - load<u32>(offset); left !== 0; left--) {
      count += u64(load<u32>(b) === 1)
      b += bStep
    }
    storeWide(out, count, 0)
    out += WIDE
  }
}

/** Sum of a row's items; 0 where there is a b and it is 0. Fault: overflow. */
export function listSum(ins: u32, from: u32, to: u32): void {
  const lastOffset = offsetAt(ins, to)
  const hasMask = columnOf(ins, INSTRUCTION_B) !== 0
  let b = hasMask ? valueAt(ins, INSTRUCTION_B, from) : 0
  const bStep = hasMask ? strideOf(ins, INSTRUCTION_B) : 0
  let a = valueAt(ins, INSTRUCTION_A, load<u32>(offsetAt(ins, from)))
  const aStep = strideOf(ins, INSTRUCTION_A)
  let out = valueAt(ins, INSTRUCTION_OUT, from)
  for (let offset = offsetAt(ins, from); offset < lastOffset; offset += WORD) {
    let low: u64 = 0
    let high: u64 = 0
    let above: u64 = 0
    for (let left = load<u32>(offset, WORD) - load<u32>(offset); left !== 0; left--) {
      const itemLow = load<u64>(a)
      const itemHigh = load<u64>(a, 8)
      low += itemLow
      const carry = u64(low < itemLow)
      high += itemHigh
      above += u64(high < itemHigh)
      high += carry
      above += u64(high < carry)
      a += aStep
    }
    if (hasMask && load<u32>(b) === 0) {
      storeWide(out, 0, 0)
    } else {
      storeWide(out, low, high)
      if (above !== 0) poison(ins, out, FAULT_OVERFLOW)
    }
    b += bStep
    out += WIDE
  }
}

/** Items up to which all pairs are compared; the host looks at longer lists. */
const PAIRS_MAX: u32 = 64

/** Whether two items of a row are the same. */
export function listDuplicates(ins: u32, from: u32, to: u32): void {
  const step = strideOf(ins, INSTRUCTION_A)
  let out = valueAt(ins, INSTRUCTION_OUT, from)
  for (let row = from; row < to; row++) {
    const offset = offsetAt(ins, row)
    const first = load<u32>(offset)
    const count = load<u32>(offset, WORD) - first
    if (count > PAIRS_MAX) {
      hostTwin(ins, row)
    } else {
      const a = valueAt(ins, INSTRUCTION_A, first)
      const end = a + count * step
      store<u32>(out, u32(step === WIDE ? hasSameWide(a, end) : hasSameWord(a, end)))
    }
    out += WORD
  }
}

@inline
function hasSameWord(a: u32, end: u32): bool {
  for (let one = a; one < end; one += WORD) {
    const word = load<u32>(one)
    for (let other = one + WORD; other < end; other += WORD) {
      if (load<u32>(other) === word) return true
    }
  }
  return false
}

@inline
function hasSameWide(a: u32, end: u32): bool {
  for (let one = a; one < end; one += WIDE) {
    const low = load<u64>(one)
    const high = load<u64>(one, 8)
    for (let other = one + WIDE; other < end; other += WIDE) {
      if (load<u64>(other) === low && load<u64>(other, 8) === high) return true
    }
  }
  return false
}
