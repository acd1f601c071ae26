/*
 * Statements row by row: each row all of it, or none of it.
 */
import {
  EXPAND_WIDE,
  EXPAND_WORD,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_C,
  INSTRUCTION_LIST,
  INSTRUCTION_OP,
  INSTRUCTION_OUT,
  INSTRUCTION_SIZE,
  INSTRUCTION_X,
  INSTRUCTION_Y,
  INSTRUCTION_Z,
} from '../src/columnar/layout'
import {
  ALIVE,
  AMONG,
  BALANCE,
  BUCKET,
  CAP,
  EACH,
  GROUP_PRESENTED,
  INSTRUCTION_U,
  INSTRUCTION_V,
  PER_CLAIM,
  ROW_AT,
  ROW_UNDONE,
  ROW_WITNESS,
  ROW_WITNESSES,
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
  TABLE_UNDO,
  TABLE_WITNESSES,
  TAKE,
  TRANSFER,
} from '../src/columnar/rowLayout'
import { accountSize, balanceOf, floorOf, hasFloors } from './accounts'
import { clearPoison, field, poisonAt, setPoison, stateOf, valueAt, wordAt } from './cells'
import { kernel } from './kernel'
import { table } from './machine'
import { move, moveBetween, undo, undoCount, undoStart } from './moves'
import { STEP_NODE, STEP_TRANSFER, applyPlain, outline, touchSteps } from './steps'
import { bucket, cap, check, perClaim, twins } from './rows'
import { isDiscarded } from './state'

let witnessCount: u32 = 0

/**
 * Runs instructions row by row: each row all of it, or none of it. `steps`: room for a step per
 * instruction.
 */
export function applyRows(start: u32, count: u32, rows: u32, steps: u32): void {
  const last = outline(start, start + count * INSTRUCTION_SIZE, rows, steps)
  undoStart = table(TABLE_UNDO)
  witnessCount = 0
  for (let row: u32 = 0; row < rows; row++) {
    const state = stateOf(row)
    if (load<u32>(state + ROW_AT) !== ALIVE) continue
    undoCount = 0
    store<u32>(state + ROW_WITNESS, witnessCount)
    if ((row & (WINDOW - 1)) === 0) touchSteps(steps, last, row, min(rows, row + WINDOW))
    const kept = applySteps(steps, last, row)
    store<u32>(state + ROW_WITNESSES, witnessCount - load<u32>(state + ROW_WITNESS))
    if (kept || !isDiscarded(row)) continue
    store<u32>(state + ROW_UNDONE, undoCount)
    undo()
  }
}

/** Rows whose accounts are brought near at once, a power of two. */
const WINDOW: u32 = 16

function applySteps(steps: u32, last: u32, row: u32): bool {
  for (let step = steps; step < last; step += STEP_SIZE) {
    const kind = load<u32>(step, STEP_KIND)
    if (kind === STEP_TRANSFER) {
      if (!applyTransfer(step, row)) return false
      continue
    }
    const ins = load<u32>(step, STEP_INSTRUCTION)
    const op = field(ins, INSTRUCTION_OP)
    if (kind === STEP_NODE) {
      if (!applyPlain(ins, op, row)) applyNode(ins, op, row, row)
    } else if (!applyStatement(ins, op, row, row, 0)) {
      return false
    }
  }
  return true
}

/** A transfer whose amount and accounts were known before the rows ran. */
@inline
function applyTransfer(step: u32, row: u32): bool {
  const mask = load<u32>(step, STEP_MASK)
  if (mask !== 0 && load<u32>(mask + row * load<u32>(step, STEP_MASK_STRIDE)) === 0) return true
  const amount = load<u32>(step, STEP_AMOUNT) + row * load<u32>(step, STEP_AMOUNT_STRIDE)
  const low = load<u64>(amount)
  const high = load<u64>(amount, 8)
  if ((low | high) === 0) return true
  const from = load<u32>(load<u32>(step, STEP_DEBIT) + row * load<u32>(step, STEP_DEBIT_STRIDE))
  const to = load<u32>(load<u32>(step, STEP_CREDIT) + row * load<u32>(step, STEP_CREDIT_STRIDE))
  const balances = load<u32>(step, STEP_BALANCES)
  const size = accountSize()
  const debited = balances + from * size
  const credited = balances + to * size
  const ins = load<u32>(step, STEP_INSTRUCTION)
  return moveBetween(ins, row, 0, from, to, debited, credited, low, high)
}

/** Set while the items of a loop run one by one. */
let inLoop: bool = false

function applyBody(start: u32, last: u32, row: u32, index: u32, item: u32): bool {
  let ins = start
  while (ins < last) {
    const op = field(ins, INSTRUCTION_OP)
    const skip = op === EACH ? field(ins, INSTRUCTION_X) : 0
    if (op < (GROUP_PRESENTED as u32)) applyNode(ins, op, row, index)
    else if (!applyStatement(ins, op, row, index, item)) return false
    ins += INSTRUCTION_SIZE * (1 + skip)
  }
  return true
}

function applyNode(ins: u32, op: u32, row: u32, index: u32): void {
  const expands = op === EXPAND_WIDE || op === EXPAND_WORD
  if (expands && inLoop) {
    expandOne(ins, op, row, index)
    return
  }
  const list = field(ins, INSTRUCTION_LIST)
  let from = index
  let to = index + 1
  // Outside of a loop all items of the row are computed, unless the kernel goes by rows itself.
  if (list !== 0 && !inLoop && (op < (EXPAND_WIDE as u32) || op >= (BUCKET as u32))) {
    from = load<u32>(list + (row << 2))
    to = load<u32>(list + (row << 2) + 4)
  }
  if (op < (BUCKET as u32)) kernel(ins, from, to)
  else if (op === BUCKET) bucket(ins, from, to)
  else twins(ins, from, to)
}

/** The value of a row for one item of its list. */
function expandOne(ins: u32, op: u32, row: u32, index: u32): void {
  const out = field(ins, INSTRUCTION_OUT)
  const a = field(ins, INSTRUCTION_A)
  const from = valueAt(a, row)
  const to = valueAt(out, index)
  clearPoison(out, index, index + 1)
  const poison = poisonAt(a, row)
  if (poison !== 0) setPoison(out, index, poison)
  if (op === EXPAND_WORD) {
    store<u32>(to, load<u32>(from))
    return
  }
  store<u64>(to, load<u64>(from))
  store<u64>(to + 8, load<u64>(from + 8))
}

/** Carries out a statement. False: the row has ended. */
function applyStatement(ins: u32, op: u32, row: u32, index: u32, item: u32): bool {
  if (op === CAP) {
    cap(ins, row, row + 1)
    return true
  }
  if (op === PER_CLAIM) {
    perClaim(ins, row, row + 1)
    return load<u32>(stateOf(row) + ROW_AT) === ALIVE
  }
  if (!check(ins, op, row, index, item)) {
    if (load<u32>(stateOf(row) + ROW_AT) !== ALIVE) return false
    skipResults(ins, op, index)
    return true
  }
  switch (op) {
    case TRANSFER: {
      const at = valueAt(field(ins, INSTRUCTION_A), index)
      const from = wordAt(field(ins, INSTRUCTION_B), index)
      const to = wordAt(field(ins, INSTRUCTION_C), index)
      return move(ins, row, item, from, to, load<u64>(at), load<u64>(at + 8))
    }
    case AMONG:
      return applyAmong(ins, row, index, item)
    case TAKE:
      return applyTake(ins, row, index, item)
    case BALANCE: {
      const account = wordAt(field(ins, INSTRUCTION_A), index)
      const cell = balanceOf(field(ins, INSTRUCTION_Y), account)
      const out = valueAt(field(ins, INSTRUCTION_OUT), index)
      store<u64>(out, load<u64>(cell))
      store<u64>(out + 8, load<u64>(cell + 8))
      witness(out)
      return true
    }
    case EACH:
      return applyEach(ins, row)
    default:
      return true
  }
}

/** State reads that a masked statement leaves out give zero. */
function skipResults(ins: u32, op: u32, index: u32): void {
  if (op === BALANCE || op === TAKE) zero(valueAt(field(ins, INSTRUCTION_OUT), index))
  if (op !== TAKE) return
  zero(valueAt(field(ins, INSTRUCTION_V), index))
  const sources = field(ins, INSTRUCTION_Z)
  const count = field(ins, INSTRUCTION_U)
  for (let i: u32 = 0; i < count; i++) zero(valueAt(load<u32>(sources + (i << 3) + 4), index))
}

@inline
function zero(at: u32): void {
  store<u64>(at, 0)
  store<u64>(at + 8, 0)
}

function applyEach(ins: u32, row: u32): bool {
  const offsets = field(ins, INSTRUCTION_LIST)
  const from = load<u32>(offsets + (row << 2))
  const to = load<u32>(offsets + (row << 2) + 4)
  const body = ins + INSTRUCTION_SIZE
  const last = body + field(ins, INSTRUCTION_X) * INSTRUCTION_SIZE
  inLoop = true
  let kept = true
  for (let index = from; kept && index < to; index++) {
    kept = applyBody(body, last, row, index, index - from)
  }
  inLoop = false
  return kept
}

function applyAmong(ins: u32, row: u32, index: u32, item: u32): bool {
  const from = wordAt(field(ins, INSTRUCTION_B), index)
  const list = field(ins, INSTRUCTION_LIST)
  const first = load<u32>(list + (index << 2))
  const limit = load<u32>(list + (index << 2) + 4)
  for (let each = first; each < limit; each++) {
    const at = valueAt(field(ins, INSTRUCTION_OUT), each)
    const to = wordAt(field(ins, INSTRUCTION_C), each)
    if (!move(ins, row, item, from, to, load<u64>(at), load<u64>(at + 8))) return false
  }
  const taker = field(ins, INSTRUCTION_U)
  if (taker === 0) return true
  const at = valueAt(field(ins, INSTRUCTION_Z), index)
  return move(ins, row, item, from, wordAt(taker, index), load<u64>(at), load<u64>(at + 8))
}

function applyTake(ins: u32, row: u32, index: u32, item: u32): bool {
  const at = valueAt(field(ins, INSTRUCTION_A), index)
  const to = wordAt(field(ins, INSTRUCTION_C), index)
  const denomination = field(ins, INSTRUCTION_Y)
  const sources = field(ins, INSTRUCTION_Z)
  const count = field(ins, INSTRUCTION_U)
  let left = load<u64>(at)
  let leftHigh = load<u64>(at + 8)
  for (let i: u32 = 0; i < count; i++) {
    const account = wordAt(load<u32>(sources + (i << 3)), index)
    const result = valueAt(load<u32>(sources + (i << 3) + 4), index)
    freeOf(denomination, account, result)
    const x = load<u64>(result)
    const xh = load<u64>(result + 8)
    if (xh > leftHigh || (xh === leftHigh && x > left)) {
      store<u64>(result, left)
      store<u64>(result + 8, leftHigh)
    }
    witness(result)
    const low = load<u64>(result)
    const high = load<u64>(result + 8)
    if (!move(ins, row, item, account, to, low, high)) return false
    leftHigh = leftHigh - high - (left < low ? 1 : 0)
    left -= low
  }
  const short = valueAt(field(ins, INSTRUCTION_V), index)
  store<u64>(short, left)
  store<u64>(short + 8, leftHigh)
  const taken = valueAt(field(ins, INSTRUCTION_OUT), index)
  const whole = load<u64>(at)
  store<u64>(taken, whole - left)
  store<u64>(taken + 8, load<u64>(at + 8) - leftHigh - (whole < left ? 1 : 0))
  return true
}

/** What an account holds above its floor. */
function freeOf(denomination: u32, account: u32, out: u32): void {
  const cell = balanceOf(denomination, account)
  let low = load<u64>(cell)
  let high = load<u64>(cell + 8)
  if (hasFloors()) {
    const floor = floorOf(account)
    const f = load<u64>(floor)
    const fh = load<u64>(floor + 8)
    if (high < fh || (high === fh && low < f)) {
      low = 0
      high = 0
    } else {
      high = high - fh - (low < f ? 1 : 0)
      low -= f
    }
  }
  store<u64>(out, low)
  store<u64>(out + 8, high)
}

function witness(at: u32): void {
  const slot = table(TABLE_WITNESSES) + (witnessCount << 4)
  store<u64>(slot, load<u64>(at))
  store<u64>(slot + 8, load<u64>(at + 8))
  witnessCount += 1
}
