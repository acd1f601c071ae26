/*
 * What the statements of one block come to. Most of them can end no row of it, or move nothing;
 * what is left is listed once, with the places of its values, and runs row by row.
 */
import {
  ABOVE,
  AND,
  AT_LEAST,
  BELOW,
  COLUMN_DATA,
  COLUMN_LATE,
  COLUMN_POISONED,
  COLUMN_STRIDE,
  EQUAL,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_C,
  INSTRUCTION_LIST,
  INSTRUCTION_OP,
  INSTRUCTION_OUT,
  INSTRUCTION_SIZE,
  INSTRUCTION_X,
  INSTRUCTION_Y,
  IS_ZERO,
  NOT,
  OR,
} from '../src/columnar/layout'
import {
  AMONG,
  DEMAND,
  EACH,
  EMIT,
  END,
  GROUP_PRESENTED,
  INSTRUCTION_MASK,
  INSTRUCTION_U,
  STEP_AMOUNT,
  STEP_AMOUNT_STRIDE,
  STEP_BALANCES,
  STEP_CREDIT,
  STEP_CREDIT_STRIDE,
  STEP_DEBIT,
  STEP_DEBIT_STRIDE,
  STEP_INSTRUCTION,
  STEP_KIND,
  STEP_MASK,
  STEP_MASK_STRIDE,
  STEP_SIZE,
  TALLY,
  TRANSFER,
} from '../src/columnar/rowLayout'
import { balancesOf, touch } from './accounts'
import { clearPoison, field, valueAt, wordAt } from './cells'
import { isQuiet } from './rows'
import { isBelow } from './wide'

/** A pure node, a statement, or a transfer whose values are all known. */
export const STEP_NODE: u32 = 0
export const STEP_STATEMENT: u32 = 1
export const STEP_TRANSFER: u32 = 2

/** Lists what instructions have to do in a block of rows; gives where the steps end. */
export function outline(start: u32, last: u32, rows: u32, steps: u32): u32 {
  let step = steps
  let ins = start
  while (ins < last) {
    const op = field(ins, INSTRUCTION_OP)
    const skip = op === EACH ? field(ins, INSTRUCTION_X) : 0
    if (op < (GROUP_PRESENTED as u32)) {
      note(step, STEP_NODE, ins)
      step += STEP_SIZE
    } else if (!isIdle(ins, op, rows)) {
      const isPlain = op === TRANSFER && isPlainTransfer(ins)
      note(step, isPlain ? STEP_TRANSFER : STEP_STATEMENT, ins)
      if (isPlain) noteTransfer(step, ins)
      step += STEP_SIZE
    }
    ins += INSTRUCTION_SIZE * (1 + skip)
  }
  return step
}

@inline
function note(step: u32, kind: u32, ins: u32): void {
  store<u32>(step, kind, STEP_KIND)
  store<u32>(step, ins, STEP_INSTRUCTION)
}

function noteTransfer(step: u32, ins: u32): void {
  const mask = field(ins, INSTRUCTION_MASK)
  store<u32>(step, mask === 0 ? 0 : load<u32>(mask, COLUMN_DATA), STEP_MASK)
  store<u32>(step, mask === 0 ? 0 : load<u32>(mask, COLUMN_STRIDE), STEP_MASK_STRIDE)
  const amount = field(ins, INSTRUCTION_A)
  store<u32>(step, load<u32>(amount, COLUMN_DATA), STEP_AMOUNT)
  store<u32>(step, load<u32>(amount, COLUMN_STRIDE), STEP_AMOUNT_STRIDE)
  const debit = field(ins, INSTRUCTION_B)
  store<u32>(step, load<u32>(debit, COLUMN_DATA), STEP_DEBIT)
  store<u32>(step, load<u32>(debit, COLUMN_STRIDE), STEP_DEBIT_STRIDE)
  const credit = field(ins, INSTRUCTION_C)
  store<u32>(step, load<u32>(credit, COLUMN_DATA), STEP_CREDIT)
  store<u32>(step, load<u32>(credit, COLUMN_STRIDE), STEP_CREDIT_STRIDE)
  store<u32>(step, balancesOf(field(ins, INSTRUCTION_Y)), STEP_BALANCES)
}

/** Whether the values of a column are known before the rows run, and none is poisoned. */
@inline
function isKnown(column: u32): bool {
  return column === 0 || (load<u32>(column, COLUMN_LATE) | load<u32>(column, COLUMN_POISONED)) === 0
}

/** What `check` would ask of each row is known, but for balances. */
function isPlainTransfer(ins: u32): bool {
  return (
    isKnown(field(ins, INSTRUCTION_MASK)) &&
    isKnown(field(ins, INSTRUCTION_A)) &&
    isKnown(field(ins, INSTRUCTION_B)) &&
    isKnown(field(ins, INSTRUCTION_C))
  )
}

/** Whether a statement does nothing to any row of the block. */
function isIdle(ins: u32, op: u32, rows: u32): bool {
  const mask = field(ins, INSTRUCTION_MASK)
  if (!isKnown(mask)) return false
  const a = field(ins, INSTRUCTION_A)
  switch (op) {
    case END:
      return isKnown(a) && (isZeroWord(mask, rows) || isZeroWord(a, rows))
    case DEMAND:
    case TALLY:
      return isKnown(a)
    case EMIT:
      return fieldsAreKnown(ins) && isQuiet(ins, op)
    case TRANSFER:
      return isKnown(a) && (isZeroWord(mask, rows) || isZeroWide(a, rows))
    case AMONG:
      return isKnown(a) && isZeroWord(mask, rows)
    case EACH:
      return field(ins, INSTRUCTION_X) === 0
    default:
      return false
  }
}

function fieldsAreKnown(ins: u32): bool {
  const fields = field(ins, INSTRUCTION_X)
  const count = field(ins, INSTRUCTION_U)
  for (let i: u32 = 0; i < count; i++) {
    if (!isKnown(load<u32>(fields + i * 12 + 4))) return false
  }
  return true
}

/** Whether a column of words is 0 in every row; false where there is none. */
function isZeroWord(column: u32, rows: u32): bool {
  if (column === 0) return false
  const data = load<u32>(column, COLUMN_DATA)
  if (load<u32>(column, COLUMN_STRIDE) === 0) return load<u32>(data) === 0
  const end = data + (rows << 2)
  let at = data
  for (; at + 16 <= end; at += 16) if (v128.any_true(v128.load(at))) return false
  for (; at < end; at += 4) if (load<u32>(at) !== 0) return false
  return true
}

/** Whether a column of wide values is 0 in every row. */
function isZeroWide(column: u32, rows: u32): bool {
  const data = load<u32>(column, COLUMN_DATA)
  const stride = load<u32>(column, COLUMN_STRIDE)
  const end = data + (stride === 0 ? 16 : rows << 4)
  for (let at = data; at < end; at += 16) if (v128.any_true(v128.load(at))) return false
  return true
}

/** Brings near what rows from..to-1 credit. */
export function touchSteps(steps: u32, last: u32, from: u32, to: u32): void {
  for (let step = steps; step < last; step += STEP_SIZE) {
    const kind = load<u32>(step, STEP_KIND)
    if (kind === STEP_NODE) continue
    const ins = load<u32>(step, STEP_INSTRUCTION)
    if (kind === STEP_TRANSFER) {
      touch(load<u32>(step, STEP_BALANCES), field(ins, INSTRUCTION_C), from, to)
    } else if (field(ins, INSTRUCTION_OP) === AMONG) {
      const list = field(ins, INSTRUCTION_LIST)
      const first = load<u32>(list + (from << 2))
      const limit = load<u32>(list + (to << 2))
      touch(balancesOf(field(ins, INSTRUCTION_Y)), field(ins, INSTRUCTION_C), first, limit)
    }
  }
}

/**
 * Computes a comparison or a truth for one row, where no operand is poisoned: a kernel costs more
 * than the value. False: it is another operation, or an operand may be poisoned.
 */
export function applyPlain(ins: u32, op: u32, row: u32): bool {
  if (field(ins, INSTRUCTION_LIST) !== 0) return false
  const a = field(ins, INSTRUCTION_A)
  const b = field(ins, INSTRUCTION_B)
  if (a === 0 || load<u32>(a, COLUMN_POISONED) !== 0) return false
  if (b !== 0 && load<u32>(b, COLUMN_POISONED) !== 0) return false
  let truth: u32
  switch (op) {
    case ABOVE:
      truth = u32(isBelowAt(valueAt(b, row), valueAt(a, row)))
      break
    case AT_LEAST:
      truth = u32(!isBelowAt(valueAt(a, row), valueAt(b, row)))
      break
    case BELOW:
      truth = u32(isBelowAt(valueAt(a, row), valueAt(b, row)))
      break
    case EQUAL:
      truth = u32(
        !v128.any_true(v128.xor(v128.load(valueAt(a, row)), v128.load(valueAt(b, row)))),
      )
      break
    case IS_ZERO:
      truth = u32(!v128.any_true(v128.load(valueAt(a, row))))
      break
    case NOT:
      truth = u32(wordAt(a, row) === 0)
      break
    case AND:
      truth = wordAt(a, row) & wordAt(b, row)
      break
    case OR:
      truth = wordAt(a, row) | wordAt(b, row)
      break
    default:
      return false
  }
  const out = field(ins, INSTRUCTION_OUT)
  clearPoison(out, row, row + 1)
  store<u32>(valueAt(out, row), truth)
  return true
}

@inline
function isBelowAt(x: u32, y: u32): bool {
  return isBelow(load<u64>(x), load<u64>(x, 8), load<u64>(y), load<u64>(y, 8))
}
