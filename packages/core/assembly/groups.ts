/*
 * Aggregates over the rows of a group.
 */
import {
  FAULT_GROUP_DISAGREES,
  FAULT_OVERFLOW,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_NODE,
  INSTRUCTION_OUT,
  INSTRUCTION_X,
  POISON_SHIFT,
} from '../src/columnar/layout'
import {
  ALIVE,
  GROUP_COUNT,
  GROUP_PRESENTED,
  GROUP_SAME,
  HEAD_OF_POISON,
  INSTRUCTION_SERIAL,
  INTAKE_REJECTED,
  ROW_AT,
  ROW_INTAKE,
  TABLE_SHARED,
} from '../src/columnar/rowLayout'
import { clearPoison, field, poisonAt, setPoison, stateOf, valueAt, wordAt } from './cells'
import { table } from './machine'
import { end } from './state'

/** Aggregates: the rows of a group stand together, and share the leading parts of their keys. */
export function groups(ins: u32, op: u32, rows: u32): void {
  const out = field(ins, INSTRUCTION_OUT)
  const prefix = field(ins, INSTRUCTION_X)
  const shared = table(TABLE_SHARED)
  clearPoison(out, 0, rows)
  let from: u32 = 0
  while (from < rows) {
    let to = from + 1
    while (to < rows && load<u32>(shared + (to << 2)) >= prefix) to += 1
    group(ins, op, out, from, to)
    from = to
  }
}

function group(ins: u32, op: u32, out: u32, from: u32, to: u32): void {
  const value = field(ins, INSTRUCTION_A)
  let low: u64 = 0
  let high: u64 = 0
  let poison: u32 = 0
  let seen = false
  for (let row = from; row < to; row++) {
    const state = stateOf(row)
    if (op === GROUP_PRESENTED) {
      if (load<u32>(state + ROW_INTAKE) <= (INTAKE_REJECTED as u32)) low += 1
      continue
    }
    if (load<u32>(state + ROW_AT) !== ALIVE || !isCounted(ins, row)) continue
    if (op === GROUP_COUNT) {
      low += 1
      continue
    }
    const spoiled = poisonAt(value, row)
    if (spoiled !== 0) {
      end(row, field(ins, INSTRUCTION_SERIAL), HEAD_OF_POISON, spoiled, 0)
      continue
    }
    const at = valueAt(value, row)
    const x = load<u64>(at)
    const xh = load<u64>(at + 8)
    if (op === GROUP_SAME) {
      if (!seen) {
        low = x
        high = xh
        seen = true
      } else if (x !== low || xh !== high) {
        poison = FAULT_GROUP_DISAGREES
      }
      continue
    }
    const sum = low + x
    const carry: u64 = sum < low ? 1 : 0
    const sumHigh = high + xh
    if (sumHigh < high || sumHigh + carry < sumHigh) poison = FAULT_OVERFLOW
    low = sum
    high = sumHigh + carry
  }
  const word = poison === 0 ? 0 : (field(ins, INSTRUCTION_NODE) << POISON_SHIFT) | poison
  for (let row = from; row < to; row++) {
    const at = valueAt(out, row)
    store<u64>(at, low)
    store<u64>(at + 8, high)
    if (word !== 0) setPoison(out, row, word)
  }
}

/** Whether an aggregate counts a row. A poisoned condition ends the row. */
function isCounted(ins: u32, row: u32): bool {
  const where = field(ins, INSTRUCTION_B)
  if (where === 0) return true
  const poison = poisonAt(where, row)
  if (poison !== 0) {
    end(row, field(ins, INSTRUCTION_SERIAL), HEAD_OF_POISON, poison, 0)
    return false
  }
  return wordAt(where, row) !== 0
}
