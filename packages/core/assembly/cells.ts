/*
 * Columns and row states, as statements look at them.
 */
import {
  COLUMN_DATA,
  COLUMN_POISON,
  COLUMN_POISONED,
  COLUMN_ROWS,
  COLUMN_STRIDE,
} from '../src/columnar/layout'
import { ROW_SIZE, TABLE_ROW_STATE } from '../src/columnar/rowLayout'
import { table } from './machine'

@inline
export function field(ins: u32, offset: u32): u32 {
  return load<u32>(ins + offset)
}

@inline
export function stateOf(row: u32): u32 {
  return table(TABLE_ROW_STATE) + row * ROW_SIZE
}

/** Where the value of a row of a column lies. */
@inline
export function valueAt(header: u32, index: u32): u32 {
  return load<u32>(header + COLUMN_DATA) + index * load<u32>(header + COLUMN_STRIDE)
}

@inline
export function wordAt(header: u32, index: u32): u32 {
  return load<u32>(valueAt(header, index))
}

/** Poison word of a row of a column, 0 where it has none. */
@inline
export function poisonAt(header: u32, index: u32): u32 {
  if (load<u32>(header + COLUMN_POISONED) === 0) return 0
  return load<u32>(load<u32>(header + COLUMN_POISON) + (index << 2))
}

/** Marks a row of a column as poisoned. */
export function setPoison(header: u32, index: u32, word: u32): void {
  const words = load<u32>(header + COLUMN_POISON)
  if (load<u32>(header + COLUMN_POISONED) === 0) {
    memory.fill(words, 0, load<u32>(header + COLUMN_ROWS) << 2)
    store<u32>(header + COLUMN_POISONED, 1)
  }
  store<u32>(words + (index << 2), word)
}

@inline
export function clearPoison(header: u32, from: u32, to: u32): void {
  if (load<u32>(header + COLUMN_POISONED) === 0) return
  memory.fill(load<u32>(header + COLUMN_POISON) + (from << 2), 0, (to - from) << 2)
}
