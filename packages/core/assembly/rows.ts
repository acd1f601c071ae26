/*
 * Plans over blocks of rows, column by column: pure nodes, and what statements ask of their values.
 */
import {
  COLUMN_POISONED,
  COLUMN_STRIDE,
  EXPAND_WIDE,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_LIST,
  INSTRUCTION_OP,
  INSTRUCTION_OUT,
  INSTRUCTION_SIZE,
  INSTRUCTION_X,
} from '../src/columnar/layout'
import {
  ALIVE,
  AMONG,
  BUCKET,
  CAP,
  EACH,
  EMIT,
  END,
  GROUP_COUNT,
  GROUP_PRESENTED,
  GROUP_SAME,
  GROUP_SUM,
  HEAD_OF_POISON,
  INSTRUCTION_MASK,
  INSTRUCTION_SERIAL,
  INSTRUCTION_U,
  INSTRUCTION_V,
  INSTRUCTION_W,
  NOTE_WEIGHTS,
  PATH,
  PER_CLAIM,
  ROW_AT,
  ROW_NOTE,
  ROW_NOTE_INSTRUCTION,
  TABLE_BUCKETS,
  TWIN_SLOT_SIZE,
  TWIN_SLOTS,
} from '../src/columnar/rowLayout'
import { pathOf } from './accounts'
import { clearPoison, field, poisonAt, setPoison, stateOf, valueAt, wordAt } from './cells'
import { groups } from './groups'
import { kernel } from './kernel'
import { hostCapBroken, hostOpenAccount, hostPerClaim, table } from './machine'
import { end, hasEnded, noteEnded } from './state'
import { hostTwin } from './twin'

/**
 * Runs instructions column by column over rows 0 to rows - 1: pure nodes, aggregates, and
 * statements without effects; of statements with effects what they demand.
 */
export function runColumns(start: u32, count: u32, rows: u32): void {
  let ins = start
  const last = start + count * INSTRUCTION_SIZE
  while (ins < last) {
    const op = field(ins, INSTRUCTION_OP)
    if (op === EACH) {
      ins = eachColumns(ins, rows)
      continue
    }
    if (op < (GROUP_PRESENTED as u32)) {
      nodeColumns(ins, op, rows)
    } else {
      statementColumns(ins, op, rows)
    }
    ins += INSTRUCTION_SIZE
  }
}

/** Items or rows that an instruction runs over. Kernels that go from rows to items take rows. */
@inline
function extentOf(ins: u32, op: u32, rows: u32): u32 {
  const list = field(ins, INSTRUCTION_LIST)
  const takesRows = list === 0 || (op >= (EXPAND_WIDE as u32) && op < (BUCKET as u32))
  return takesRows ? rows : load<u32>(list + (rows << 2))
}

function nodeColumns(ins: u32, op: u32, rows: u32): void {
  const extent = extentOf(ins, op, rows)
  if (op < (BUCKET as u32)) kernel(ins, 0, extent)
  else if (op === BUCKET) bucket(ins, 0, extent)
  else if (op === PATH) paths(ins, 0, extent)
  else twins(ins, 0, extent)
}

function paths(ins: u32, from: u32, to: u32): void {
  const out = field(ins, INSTRUCTION_OUT)
  const a = field(ins, INSTRUCTION_A)
  for (let index = from; index < to; index++) {
    store<u32>(valueAt(out, index), pathOf(wordAt(a, index)))
  }
}

/** Few ratios meet few others: what the host made of two words it is not asked again. */
export function twins(ins: u32, from: u32, to: u32): void {
  const out = field(ins, INSTRUCTION_OUT)
  clearPoison(out, from, to)
  const cache = field(ins, INSTRUCTION_X)
  for (let index = from; index < to; index++) {
    if (cache === 0) hostTwin(ins, index)
    else cachedTwin(ins, cache, out, index)
  }
}

/** A slot holds both operands, the first of them + 1, and the result. */
function cachedTwin(ins: u32, cache: u32, out: u32, index: u32): void {
  const a = field(ins, INSTRUCTION_A)
  const b = field(ins, INSTRUCTION_B)
  const isPoisoned = poisonAt(a, index) !== 0 || (b !== 0 && poisonAt(b, index) !== 0)
  if (isPoisoned) {
    hostTwin(ins, index)
    return
  }
  const first = wordAt(a, index) + 1
  const second = b === 0 ? 0 : wordAt(b, index)
  const slot = cache + ((first + second * 31) & (TWIN_SLOTS - 1)) * TWIN_SLOT_SIZE
  const place = valueAt(out, index)
  if (load<u32>(slot) === first && load<u32>(slot, 4) === second) {
    store<u32>(place, load<u32>(slot, 8))
    return
  }
  hostTwin(ins, index)
  if (poisonAt(out, index) !== 0) return
  store<u32>(slot, first)
  store<u32>(slot, second, 4)
  store<u32>(slot, load<u32>(place), 8)
}

export function bucket(ins: u32, from: u32, to: u32): void {
  const out = field(ins, INSTRUCTION_OUT)
  const a = field(ins, INSTRUCTION_A)
  const number = field(ins, INSTRUCTION_X)
  clearPoison(out, from, to)
  const poisoned = load<u32>(a + COLUMN_POISONED) !== 0
  let accounts = load<u32>(table(TABLE_BUCKETS) + (number << 2))
  let owner = valueAt(a, from)
  const step = load<u32>(a + COLUMN_STRIDE)
  let place = valueAt(out, from)
  for (let index = from; index < to; index++, owner += step, place += 4) {
    if (poisoned) {
      const poison = poisonAt(a, index)
      if (poison !== 0) {
        setPoison(out, index, poison)
        store<u32>(place, 0)
        continue
      }
    }
    const symbol = load<u32>(owner)
    let account = load<u32>(accounts + (symbol << 2))
    if (account === 0) {
      account = hostOpenAccount(number, symbol)
      accounts = load<u32>(table(TABLE_BUCKETS) + (number << 2))
    }
    store<u32>(place, account - 1)
  }
}

function statementColumns(ins: u32, op: u32, rows: u32): void {
  switch (op) {
    case GROUP_PRESENTED:
    case GROUP_COUNT:
    case GROUP_SUM:
    case GROUP_SAME:
      groups(ins, op, rows)
      return
    case PER_CLAIM:
      perClaim(ins, 0, rows)
      return
    case CAP:
      cap(ins, 0, rows)
      return
    default:
      break
  }
  if (isQuiet(ins, op)) return
  for (let row: u32 = 0; row < rows; row++) {
    if (hasEnded() && load<u32>(stateOf(row) + ROW_AT) !== ALIVE) continue
    check(ins, op, row, row, 0)
  }
}

/** Whether a statement can end no row of the block. */
export function isQuiet(ins: u32, op: u32): bool {
  if (op === END || op === AMONG) return false
  const mask = field(ins, INSTRUCTION_MASK)
  if (mask !== 0 && load<u32>(mask + COLUMN_POISONED) !== 0) return false
  if (op === EMIT) {
    const fields = field(ins, INSTRUCTION_X)
    const count = field(ins, INSTRUCTION_U)
    for (let i: u32 = 0; i < count; i++) {
      if (load<u32>(load<u32>(fields + i * 12 + 4) + COLUMN_POISONED) !== 0) return false
    }
    return true
  }
  const a = field(ins, INSTRUCTION_A)
  return a === 0 || load<u32>(a + COLUMN_POISONED) === 0
}

/**
 * What a statement asks of its values, and whether it ends the row. True: it is to be carried out.
 */
export function check(ins: u32, op: u32, row: u32, index: u32, item: u32): bool {
  const mask = field(ins, INSTRUCTION_MASK)
  const serial = field(ins, INSTRUCTION_SERIAL)
  if (mask !== 0) {
    const poison = poisonAt(mask, index)
    if (poison !== 0) {
      end(row, serial, HEAD_OF_POISON, poison, item)
      return false
    }
    if (wordAt(mask, index) === 0) return false
  }
  if (op === EMIT) return checkFields(ins, serial, row, index, item)
  const a = field(ins, INSTRUCTION_A)
  if (a === 0) return true
  const poison = poisonAt(a, index)
  if (poison !== 0) {
    end(row, serial, HEAD_OF_POISON, poison, item)
    return false
  }
  if (op === END && wordAt(a, index) !== 0) {
    end(row, serial, field(ins, INSTRUCTION_X), 0, item)
    return false
  }
  if (op === AMONG && wordAt(field(ins, INSTRUCTION_V), index) === 0) {
    end(row, serial, field(ins, INSTRUCTION_W), 0, item)
    store<u32>(stateOf(row) + ROW_NOTE, NOTE_WEIGHTS)
    store<u32>(stateOf(row) + ROW_NOTE_INSTRUCTION, ins)
    return false
  }
  return true
}

function checkFields(ins: u32, serial: u32, row: u32, index: u32, item: u32): bool {
  const fields = field(ins, INSTRUCTION_X)
  const count = field(ins, INSTRUCTION_U)
  for (let i: u32 = 0; i < count; i++) {
    const poison = poisonAt(load<u32>(fields + i * 12 + 4), index)
    if (poison === 0) continue
    end(row, serial, HEAD_OF_POISON, poison, item)
    return false
  }
  return true
}

/** A list loop: its nodes column by column, its statements item by item where one can end a row. */
function eachColumns(ins: u32, rows: u32): u32 {
  const body = ins + INSTRUCTION_SIZE
  const last = body + field(ins, INSTRUCTION_X) * INSTRUCTION_SIZE
  let loud = false
  const mask = field(ins, INSTRUCTION_MASK)
  if (mask !== 0 && load<u32>(mask + COLUMN_POISONED) !== 0) loud = true
  for (let at = body; at < last; at += INSTRUCTION_SIZE) {
    const op = field(at, INSTRUCTION_OP)
    if (op < (GROUP_PRESENTED as u32)) nodeColumns(at, op, rows)
    else if (!isQuiet(at, op)) loud = true
  }
  if (!loud) return last
  const offsets = field(ins, INSTRUCTION_LIST)
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u32>(stateOf(row) + ROW_AT) !== ALIVE) continue
    if (!check(ins, EACH, row, row, 0)) continue
    const first = offsets + (row << 2)
    checkItems(body, last, row, load<u32>(first), load<u32>(first + 4))
  }
  return last
}

function checkItems(body: u32, last: u32, row: u32, from: u32, to: u32): void {
  for (let index = from; index < to; index++) {
    for (let at = body; at < last; at += INSTRUCTION_SIZE) {
      const op = field(at, INSTRUCTION_OP)
      if (op < (GROUP_PRESENTED as u32)) continue
      check(at, op, row, index, index - from)
      if (load<u32>(stateOf(row) + ROW_AT) !== ALIVE) return
    }
  }
}

export function perClaim(ins: u32, from: u32, to: u32): void {
  hostPerClaim(ins, from, to)
  for (let row = from; row < to; row++) {
    if (load<u32>(stateOf(row) + ROW_AT) !== ALIVE) noteEnded()
  }
}

/** A limit keeps its promise on every row that is alive. */
export function cap(ins: u32, from: u32, to: u32): void {
  const a = field(ins, INSTRUCTION_A)
  const b = field(ins, INSTRUCTION_B)
  for (let row = from; row < to; row++) {
    const x = valueAt(a, row)
    const y = valueAt(b, row)
    const xh = load<u64>(x + 8)
    const yh = load<u64>(y + 8)
    if (xh < yh || (xh === yh && load<u64>(x) <= load<u64>(y))) continue
    if (load<u32>(stateOf(row) + ROW_AT) !== ALIVE) continue
    if (poisonAt(a, row) === 0 && poisonAt(b, row) === 0) hostCapBroken(ins, row)
  }
}
