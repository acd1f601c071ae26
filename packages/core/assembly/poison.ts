import {
  COLUMN_DATA,
  COLUMN_POISON,
  COLUMN_POISONED,
  COLUMN_ROWS,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_C,
  INSTRUCTION_LIST,
  INSTRUCTION_NODE,
  INSTRUCTION_OUT,
  POISON_SHIFT,
  WIDE,
  WORD,
} from '../src/columnar/layout'
import { columnOf, isPoisoned, poisonAt, strideOf, valueAt } from './columns'

/*
 * Poison words. The kernels compute every row as if there were none; afterwards the poison of the
 * operands is laid over the result, so that it wins over the operation's own faults. No word is
 * read while no operand is marked as poisoned.
 */

/** Clears the poison that an earlier block left in rows from..to-1 of the result. */
export function clearPoison(out: u32, from: u32, to: u32): void {
  if (isPoisoned(out)) memory.fill(poisonAt(out, from), 0, (to - from) * WORD)
}

/** Makes a column's poison words fit to write: the first poison of a clean column zeroes them. */
export function openPoison(column: u32): void {
  const words = load<u32>(column, COLUMN_POISON)
  // A column that was said never to be poisoned: a wrong program stops.
  if (words === 0) unreachable()
  if (load<u32>(column, COLUMN_POISONED) !== 0) return
  memory.fill(words, 0, load<u32>(column, COLUMN_ROWS) * WORD)
  store<u32>(column, 1, COLUMN_POISONED)
}

/** Poisons the row whose wide result stands at `at`, and blames the instruction's node. */
export function poison(ins: u32, at: u32, fault: u32): void {
  const out = columnOf(ins, INSTRUCTION_OUT)
  openPoison(out)
  const word = (load<u32>(ins, INSTRUCTION_NODE) << POISON_SHIFT) | fault
  store<u32>(poisonAt(out, rowOf(ins, at)), word)
}

/** Row whose wide result stands at `at`. */
export function rowOf(ins: u32, at: u32): u32 {
  return (at - load<u32>(columnOf(ins, INSTRUCTION_OUT), COLUMN_DATA)) / WIDE
}

/** Poison of the operands, the first in written order on top. */
export function inheritPoison(ins: u32, from: u32, to: u32): void {
  inheritFrom(ins, INSTRUCTION_C, from, to)
  inheritFrom(ins, INSTRUCTION_B, from, to)
  inheritFrom(ins, INSTRUCTION_A, from, to)
}

/** Poison of one operand that has the rows of the result. */
export function inheritFrom(ins: u32, field: u32, from: u32, to: u32): void {
  const column = columnOf(ins, field)
  if (!isPoisoned(column)) return
  const out = columnOf(ins, INSTRUCTION_OUT)
  openPoison(out)
  for (let row = from; row < to; row++) {
    const word = load<u32>(poisonAt(column, row))
    if (word !== 0) store<u32>(poisonAt(out, row), word)
  }
}

/** Poison of a selection: the condition's, else that of the chosen side. */
export function inheritChosen(ins: u32, from: u32, to: u32): void {
  const then = columnOf(ins, INSTRUCTION_B)
  const otherwise = columnOf(ins, INSTRUCTION_C)
  const inThen = isPoisoned(then)
  const inOtherwise = isPoisoned(otherwise)
  if (inThen || inOtherwise) {
    const out = columnOf(ins, INSTRUCTION_OUT)
    openPoison(out)
    let condition = valueAt(ins, INSTRUCTION_A, from)
    const step = strideOf(ins, INSTRUCTION_A)
    for (let row = from; row < to; row++, condition += step) {
      const holds = load<u32>(condition) !== 0
      if (holds ? !inThen : !inOtherwise) continue
      const word = load<u32>(poisonAt(holds ? then : otherwise, row))
      if (word !== 0) store<u32>(poisonAt(out, row), word)
    }
  }
  inheritFrom(ins, INSTRUCTION_A, from, to)
}

/** Poison of a row's value, given to every item of the row's list. */
export function inheritByItems(ins: u32, from: u32, to: u32): void {
  const column = columnOf(ins, INSTRUCTION_A)
  if (!isPoisoned(column)) return
  const out = columnOf(ins, INSTRUCTION_OUT)
  const offsets = load<u32>(ins, INSTRUCTION_LIST)
  openPoison(out)
  for (let row = from; row < to; row++) {
    const word = load<u32>(poisonAt(column, row))
    if (word === 0) continue
    const end = load<u32>(offsets + row * WORD, WORD)
    for (let item = load<u32>(offsets + row * WORD); item < end; item++) {
      store<u32>(poisonAt(out, item), word)
    }
  }
}

/**
 * First poison among a row's items in list order. Where there is an operand `mask`, rows in which
 * it is 0 have none.
 */
export function inheritFromItems(ins: u32, field: u32, mask: u32, from: u32, to: u32): void {
  const column = columnOf(ins, field)
  if (!isPoisoned(column)) return
  const out = columnOf(ins, INSTRUCTION_OUT)
  const offsets = load<u32>(ins, INSTRUCTION_LIST)
  const hasMask = mask !== 0 && columnOf(ins, mask) !== 0
  openPoison(out)
  for (let row = from; row < to; row++) {
    if (hasMask && load<u32>(valueAt(ins, mask, row)) === 0) continue
    const end = load<u32>(offsets + row * WORD, WORD)
    for (let item = load<u32>(offsets + row * WORD); item < end; item++) {
      const word = load<u32>(poisonAt(column, item))
      if (word === 0) continue
      store<u32>(poisonAt(out, row), word)
      break
    }
  }
}
