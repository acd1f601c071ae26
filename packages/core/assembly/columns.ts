import {
  COLUMN_DATA,
  COLUMN_POISON,
  COLUMN_POISONED,
  COLUMN_STRIDE,
} from '../src/columnar/layout'

/*
 * Reading an instruction and the columns it names. `field` is one of INSTRUCTION_OUT, _A, _B, _C.
 */

/** Header of an operand's column, 0 where the instruction has none. */
@inline
export function columnOf(ins: u32, field: u32): u32 {
  return load<u32>(ins + field)
}

/** Bytes from one row of an operand to the next; 0 for a literal. */
@inline
export function strideOf(ins: u32, field: u32): u32 {
  return load<u32>(columnOf(ins, field), COLUMN_STRIDE)
}

/** Address of an operand's value in a row. */
@inline
export function valueAt(ins: u32, field: u32, row: u32): u32 {
  const column = columnOf(ins, field)
  return load<u32>(column, COLUMN_DATA) + row * load<u32>(column, COLUMN_STRIDE)
}

/** Whether some row of the block may be poisoned; false where there is no column. */
@inline
export function isPoisoned(column: u32): bool {
  return column !== 0 && load<u32>(column, COLUMN_POISONED) !== 0
}

/** Address of a row's poison word. */
@inline
export function poisonAt(column: u32, row: u32): u32 {
  const each = load<u32>(column, COLUMN_STRIDE) === 0 ? 0 : 4
  return load<u32>(column, COLUMN_POISON) + row * each
}

/** Whether a row of a column is poisoned. */
@inline
export function isRowPoisoned(column: u32, row: u32): bool {
  return isPoisoned(column) && load<u32>(poisonAt(column, row)) !== 0
}
