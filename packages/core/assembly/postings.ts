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
import { accountSize, balanceOf, balancesOf, hasFloors } from './accounts'
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

/** Debits where every row takes part: neighbours of one account are taken from it in one sum. */
function debitRuns(balances: u32, amount: u32, accounts: u32, rows: u32): bool {
  const size = accountSize()
  const floors = hasFloors()
  const amountStride = load<u32>(amount + COLUMN_STRIDE)
  const accountStride = load<u32>(accounts + COLUMN_STRIDE)
  let at = load<u32>(amount + COLUMN_DATA)
  let next = load<u32>(accounts + COLUMN_DATA)
  let row: u32 = 0
  while (row < rows) {
    const first = row
    const account = load<u32>(next)
    let low: u64 = 0
    let high: u64 = 0
    let isFull = false
    do {
      const x = load<u64>(at)
      const xh = load<u64>(at + 8)
      low += x
      high += xh + (low < x ? 1 : 0)
      isFull = isFull || (high | xh) >= NEAR_FULL
      at += amountStride
      next += accountStride
      row += 1
    } while (row < rows && load<u32>(next) === account)
    if (isFull || !debit(balances + account * size, account, low, high, floors)) {
      done = first
      return false
    }
  }
  return true
}

/** Credits where every row takes part: neighbours of one account are given to it in one sum. */
function creditRuns(balances: u32, amount: u32, accounts: u32, rows: u32): bool {
  const size = accountSize()
  const amountStride = load<u32>(amount + COLUMN_STRIDE)
  const accountStride = load<u32>(accounts + COLUMN_STRIDE)
  let at = load<u32>(amount + COLUMN_DATA)
  let next = load<u32>(accounts + COLUMN_DATA)
  let row: u32 = 0
  while (row < rows) {
    const first = row
    const account = load<u32>(next)
    let low: u64 = 0
    let high: u64 = 0
    let isFull = false
    do {
      const x = load<u64>(at)
      const xh = load<u64>(at + 8)
      low += x
      high += xh + (low < x ? 1 : 0)
      isFull = isFull || (high | xh) >= NEAR_FULL
      at += amountStride
      next += accountStride
      row += 1
    } while (row < rows && load<u32>(next) === account)
    if (isFull || !addTo(balances + account * size, low, high)) {
      done = first
      return false
    }
  }
  return true
}

function debitItems(ins: u32, rows: u32): bool {
  const mask = field(ins, INSTRUCTION_MASK)
  const amount = field(ins, INSTRUCTION_A)
  const from = field(ins, INSTRUCTION_B)
  const denomination = field(ins, INSTRUCTION_Y)
  const floors = hasFloors()
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
  if (list === 0 && !hasEnded() && mask === 0) return creditRuns(balances, amount, to, rows)
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
