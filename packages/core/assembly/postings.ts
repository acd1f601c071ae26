/*
 * Posting a block column by column, where no order of its moves can fail.
 */
import {
  COLUMN_DATA,
  COLUMN_STRIDE,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_C,
  INSTRUCTION_LIST,
  INSTRUCTION_OP,
  INSTRUCTION_OUT,
  INSTRUCTION_SIZE,
  INSTRUCTION_Y,
  INSTRUCTION_Z,
} from '../src/columnar/layout'
import {
  ACCOUNT_BURN,
  ALIVE,
  AMONG,
  INSTRUCTION_MASK,
  INSTRUCTION_U,
  ROW_AT,
  TALLY,
  TRANSFER,
} from '../src/columnar/rowLayout'
import { accountSize, balanceOf, balancesOf, hasFloors, touch } from './accounts'
import { NEAR_FULL, addTo, debit, giveBack, takeAway } from './balances'
import { field, stateOf, valueAt, wordAt } from './cells'
import { hasEnded } from './state'

/** Rows of a column that were debited or credited before one failed. */
let done: u32 = 0

let doneRow: u32 = 0

/**
 * Posts a block column by column, if no order of its moves can fail: every debited account holds
 * enough at the start for all its debits of the block, and no balance comes near 2^128.
 *
 * Gives 1 when it did. Otherwise nothing has moved, and the rows must be run one by one.
 * `first`: serial of the first statement with effects. A row that is discarded after it asks for
 * what the columns do not know: whether an earlier posting of it fails.
 */
export function postColumns(start: u32, count: u32, rows: u32, first: u32): u32 {
  if (hasEnded()) {
    for (let row: u32 = 0; row < rows; row++) {
      const at = load<u32>(stateOf(row) + ROW_AT)
      if (at !== ALIVE && at > first) return 0
    }
  }
  const last = start + count * INSTRUCTION_SIZE
  let ins = start
  while (ins < last) {
    if (!debitColumn(ins, rows)) {
      takeBack(start, ins, rows)
      return 0
    }
    ins += INSTRUCTION_SIZE
  }
  ins = start
  while (ins < last) {
    if (!creditColumn(ins, rows)) {
      takeBackCredits(start, ins, rows)
      done = 0
      takeBack(start, last, rows)
      return 0
    }
    ins += INSTRUCTION_SIZE
  }
  return 1
}

function isLive(row: u32): bool {
  return !hasEnded() || load<u32>(stateOf(row) + ROW_AT) === ALIVE
}

/** Takes what one statement moves from the accounts it debits. */
function debitColumn(ins: u32, rows: u32): bool {
  const op = field(ins, INSTRUCTION_OP)
  if (op === TRANSFER) return debitRows(ins, rows)
  if (op === AMONG) return debitItems(ins, rows)
  return op === TALLY
}

function debitRows(ins: u32, rows: u32): bool {
  const list = field(ins, INSTRUCTION_LIST)
  const mask = field(ins, INSTRUCTION_MASK)
  const amount = field(ins, INSTRUCTION_A)
  const from = field(ins, INSTRUCTION_B)
  const balances = balancesOf(field(ins, INSTRUCTION_Y))
  const size = accountSize()
  const floors = hasFloors()
  if (list === 0 && !hasEnded() && mask === 0) return debitRuns(balances, amount, from, rows)
  for (let row: u32 = 0; row < rows; row++) {
    if (!isLive(row)) continue
    const first = list === 0 ? row : load<u32>(list + (row << 2))
    const to = list === 0 ? row + 1 : load<u32>(list + (row << 2) + 4)
    for (let index = first; index < to; index++) {
      if (mask !== 0 && wordAt(mask, index) === 0) continue
      const account = wordAt(from, index)
      const at = valueAt(amount, index)
      const low = load<u64>(at)
      const high = load<u64>(at + 8)
      if ((low | high) === 0) continue
      if (!debit(balances + account * size, account, low, high, floors)) {
        done = index
        return false
      }
    }
  }
  return true
}

/**
 * Debits where every row takes part: neighbours of one account are taken from it in one sum. False:
 * nothing was taken.
 */
function debitRuns(balances: u32, amount: u32, accounts: u32, rows: u32): bool {
  const size = accountSize()
  const floors = hasFloors()
  let row: u32 = 0
  while (row < rows) {
    const last = runEnd(accounts, row, rows)
    const account = wordAt(accounts, row)
    const fits = sumRange(amount, row, last)
    if (!fits || !debit(balances + account * size, account, sumLow, sumHigh, floors)) {
      done = 0
      restoreRuns(balances, amount, accounts, row)
      return false
    }
    row = last
  }
  return true
}

/** Takes back what `debitRuns` did to the rows before `rows`. */
function restoreRuns(balances: u32, amount: u32, accounts: u32, rows: u32): void {
  const size = accountSize()
  for (let row: u32 = 0; row < rows; row++) {
    const account = wordAt(accounts, row)
    const cell = balances + account * size
    const at = valueAt(amount, row)
    if (account <= (ACCOUNT_BURN as u32)) takeAway(cell, load<u64>(at), load<u64>(at + 8))
    else giveBack(cell, load<u64>(at), load<u64>(at + 8))
  }
}

/**
 * Credits where every value from..to-1 counts: neighbours of one account are given to it in one
 * sum. False: nothing was given.
 */
function creditRuns(balances: u32, amount: u32, accounts: u32, from: u32, to: u32): bool {
  const size = accountSize()
  const wordStride = load<u32>(accounts + COLUMN_STRIDE)
  let word = valueAt(accounts, from)
  let index = from
  let touched = from
  while (index < to) {
    if (index >= touched) {
      touched = min(to, index + WINDOW)
      touch(balances, accounts, index, touched)
    }
    let last = index + 1
    const account = load<u32>(word)
    const cell = balances + account * size
    let fits: bool
    if (last === to || (wordStride !== 0 && load<u32>(word + wordStride) !== account)) {
      const at = valueAt(amount, index)
      fits = addTo(cell, load<u64>(at), load<u64>(at + 8))
    } else {
      last = runEnd(accounts, index, to)
      fits = sumRange(amount, index, last) && addTo(cell, sumLow, sumHigh)
    }
    word += (last - index) * wordStride
    if (!fits) {
      for (let before = from; before < index; before++) {
        const at = valueAt(amount, before)
        const given = balances + wordAt(accounts, before) * size
        takeAway(given, load<u64>(at), load<u64>(at + 8))
      }
      done = 0
      doneRow = 0
      return false
    }
    index = last
  }
  return true
}

/** Accounts whose balances are brought near at once. */
const WINDOW: u32 = 64

/** First place after `from` that holds another word; at most `to`. */
@inline
function runEnd(words: u32, from: u32, to: u32): u32 {
  const stride = load<u32>(words + COLUMN_STRIDE)
  if (stride === 0) return to
  let at = load<u32>(words + COLUMN_DATA) + from * stride
  const word = load<u32>(at)
  let index = from
  do {
    at += stride
    index += 1
  } while (index < to && load<u32>(at) === word)
  return index
}

let sumLow: u64 = 0
let sumHigh: u64 = 0

/** Sums values from..to-1 of a column. False: they come near 2^128. */
@inline
function sumRange(column: u32, from: u32, to: u32): bool {
  const stride = load<u32>(column + COLUMN_STRIDE)
  let at = load<u32>(column + COLUMN_DATA) + from * stride
  if (to - from === 1) {
    sumLow = load<u64>(at)
    sumHigh = load<u64>(at + 8)
    return sumHigh < NEAR_FULL
  }
  return sumMany(at, stride, to - from)
}

/** Halves of 32 bits in lanes of 64: there is no carry before the end. */
function sumMany(start: u32, stride: u32, count: u32): bool {
  let at = start
  const half = i64x2.splat(0xffffffff)
  let lower = i64x2.splat(0)
  let upper = i64x2.splat(0)
  for (let left = count; left !== 0; left--) {
    const value = v128.load(at)
    lower = i64x2.add(lower, v128.and(value, half))
    upper = i64x2.add(upper, i64x2.shr_u(value, 32))
    at += stride
  }
  const middle = i64x2.extract_lane(upper, 0) as u64
  const top = i64x2.extract_lane(upper, 1) as u64
  const low = (i64x2.extract_lane(lower, 0) as u64) + (middle << 32)
  const carry: u64 = low < middle << 32 ? 1 : 0
  const rest = (i64x2.extract_lane(lower, 1) as u64) + (middle >> 32) + carry
  const high = rest + (top << 32)
  sumLow = low
  sumHigh = high
  return top >> 31 === 0 && high < NEAR_FULL
}

function debitItems(ins: u32, rows: u32): bool {
  const mask = field(ins, INSTRUCTION_MASK)
  const amount = field(ins, INSTRUCTION_A)
  const from = field(ins, INSTRUCTION_B)
  const denomination = field(ins, INSTRUCTION_Y)
  const floors = hasFloors()
  if (!hasEnded() && mask === 0) return debitRuns(balancesOf(denomination), amount, from, rows)
  for (let row: u32 = 0; row < rows; row++) {
    if (!isLive(row) || (mask !== 0 && wordAt(mask, row) === 0)) continue
    const account = wordAt(from, row)
    const at = valueAt(amount, row)
    const cell = balanceOf(denomination, account)
    if (!debit(cell, account, load<u64>(at), load<u64>(at + 8), floors)) {
      done = row
      return false
    }
  }
  return true
}

/** Gives back the debits of the statements before `stop`, and those of `stop` before `done`. */
function takeBack(start: u32, stop: u32, rows: u32): void {
  for (let ins = start; ins <= stop; ins += INSTRUCTION_SIZE) {
    const op = field(ins, INSTRUCTION_OP)
    if (ins === stop && done === 0) return
    if (op === TALLY) continue
    const list = op === TRANSFER ? field(ins, INSTRUCTION_LIST) : 0
    const mask = field(ins, INSTRUCTION_MASK)
    const denomination = field(ins, INSTRUCTION_Y)
    for (let row: u32 = 0; row < rows; row++) {
      if (!isLive(row)) continue
      const first = list === 0 ? row : load<u32>(list + (row << 2))
      const to = list === 0 ? row + 1 : load<u32>(list + (row << 2) + 4)
      for (let index = first; index < to; index++) {
        if (ins === stop && index >= done) return
        if (mask !== 0 && wordAt(mask, index) === 0) continue
        const account = wordAt(field(ins, INSTRUCTION_B), index)
        const at = valueAt(field(ins, INSTRUCTION_A), index)
        const cell = balanceOf(denomination, account)
        if (account <= (ACCOUNT_BURN as u32)) takeAway(cell, load<u64>(at), load<u64>(at + 8))
        else giveBack(cell, load<u64>(at), load<u64>(at + 8))
      }
    }
  }
}

/** Gives what one statement moves to the accounts it credits. */
function creditColumn(ins: u32, rows: u32): bool {
  const op = field(ins, INSTRUCTION_OP)
  if (op === TALLY) return true
  if (op === AMONG) return creditItems(ins, rows)
  const list = field(ins, INSTRUCTION_LIST)
  const mask = field(ins, INSTRUCTION_MASK)
  const amount = field(ins, INSTRUCTION_A)
  const to = field(ins, INSTRUCTION_C)
  const balances = balancesOf(field(ins, INSTRUCTION_Y))
  const size = accountSize()
  if (list === 0 && !hasEnded() && mask === 0) return creditRuns(balances, amount, to, 0, rows)
  for (let row: u32 = 0; row < rows; row++) {
    if (!isLive(row)) continue
    const first = list === 0 ? row : load<u32>(list + (row << 2))
    const limit = list === 0 ? row + 1 : load<u32>(list + (row << 2) + 4)
    for (let index = first; index < limit; index++) {
      if (mask !== 0 && wordAt(mask, index) === 0) continue
      const at = valueAt(amount, index)
      if (!addTo(balances + wordAt(to, index) * size, load<u64>(at), load<u64>(at + 8))) {
        done = index
        return false
      }
    }
  }
  return true
}

function creditItems(ins: u32, rows: u32): bool {
  const mask = field(ins, INSTRUCTION_MASK)
  const parts = field(ins, INSTRUCTION_OUT)
  const to = field(ins, INSTRUCTION_C)
  const list = field(ins, INSTRUCTION_LIST)
  const left = field(ins, INSTRUCTION_Z)
  const taker = field(ins, INSTRUCTION_U)
  const balances = balancesOf(field(ins, INSTRUCTION_Y))
  const size = accountSize()
  if (!hasEnded() && mask === 0) {
    const first = load<u32>(list)
    const limit = load<u32>(list + (rows << 2))
    if (!creditRuns(balances, parts, to, first, limit)) return false
    if (taker === 0 || creditRuns(balances, left, taker, 0, rows)) return true
    for (let index = first; index < limit; index++) {
      const at = valueAt(parts, index)
      takeAway(balances + wordAt(to, index) * size, load<u64>(at), load<u64>(at + 8))
    }
    return false
  }
  for (let row: u32 = 0; row < rows; row++) {
    if (!isLive(row) || (mask !== 0 && wordAt(mask, row) === 0)) continue
    const first = load<u32>(list + (row << 2))
    const limit = load<u32>(list + (row << 2) + 4)
    for (let index = first; index < limit; index++) {
      const at = valueAt(parts, index)
      if (!addTo(balances + wordAt(to, index) * size, load<u64>(at), load<u64>(at + 8))) {
        done = index
        doneRow = row
        return false
      }
    }
    if (taker === 0) continue
    const at = valueAt(left, row)
    if (!addTo(balances + wordAt(taker, row) * size, load<u64>(at), load<u64>(at + 8))) {
      done = limit
      doneRow = row
      return false
    }
  }
  return true
}

/** Takes back the credits of the statements before `stop`, and those of `stop` before `done`. */
function takeBackCredits(start: u32, stop: u32, rows: u32): void {
  for (let ins = start; ins <= stop; ins += INSTRUCTION_SIZE) {
    const op = field(ins, INSTRUCTION_OP)
    if (op === TALLY) continue
    const among = op === AMONG
    const list = field(ins, INSTRUCTION_LIST)
    const mask = field(ins, INSTRUCTION_MASK)
    const amount = field(ins, among ? INSTRUCTION_OUT : INSTRUCTION_A)
    const balances = balancesOf(field(ins, INSTRUCTION_Y))
    const size = accountSize()
    const taker = among ? field(ins, INSTRUCTION_U) : 0
    for (let row: u32 = 0; row < rows; row++) {
      if (!isLive(row)) continue
      if (among && mask !== 0 && wordAt(mask, row) === 0) continue
      const first = list === 0 ? row : load<u32>(list + (row << 2))
      const limit = list === 0 ? row + 1 : load<u32>(list + (row << 2) + 4)
      for (let index = first; index < limit; index++) {
        if (ins === stop && index >= done && (!among || row >= doneRow)) return
        if (!among && mask !== 0 && wordAt(mask, index) === 0) continue
        const at = valueAt(amount, index)
        const cell = balances + wordAt(field(ins, INSTRUCTION_C), index) * size
        takeAway(cell, load<u64>(at), load<u64>(at + 8))
      }
      if (ins === stop && among && row >= doneRow) return
      if (taker === 0) continue
      const at = valueAt(field(ins, INSTRUCTION_Z), row)
      takeAway(balances + wordAt(taker, row) * size, load<u64>(at), load<u64>(at + 8))
    }
  }
}
