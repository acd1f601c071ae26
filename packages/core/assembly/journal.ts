// long: one pass over a row, whose parts write behind one cursor
/*
 * Rows of a block as entries of the journal: the canonical bytes of docs/formats/journal.md.
 */
import {
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
  INSTRUCTION_DUST,
  AMONG,
  EACH,
  ENTRY_BYTES,
  ENTRY_CLAIMED,
  ENTRY_CLAIMED_SERIAL,
  ENTRY_EVENT_COUNT,
  ENTRY_EVENTS,
  ENTRY_FAULT,
  ENTRY_HEAD,
  ENTRY_ITEM_BYTES,
  ENTRY_LIST_COUNT,
  ENTRY_LISTS,
  ENTRY_NUMBERS,
  ENTRY_PARTS,
  ENTRY_POST_COUNT,
  ENTRY_POSTS,
  ENTRY_SETTLE_SERIAL,
  ENTRY_SETTLED,
  ENTRY_TALLIES,
  ENTRY_TALLY_COUNT,
  FIELD_ACCOUNT,
  FIELD_RATIO,
  FIELD_TEXT,
  FIELD_TRUTH,
  FIELD_WIDE,
  HEAD_OF_FAULT,
  INSTRUCTION_MASK,
  INSTRUCTION_SERIAL,
  INSTRUCTION_U,
  INSTRUCTION_V,
  INTAKE_DEFERRED,
  INTAKE_REFUSED,
  NOTE_FAULT,
  ROW_AT,
  ROW_HEAD,
  ROW_INTAKE,
  ROW_ITEM,
  ROW_NOTE,
  ROW_NOTE_ACCOUNT,
  ROW_SIZE,
  ROW_UNDONE,
  ROW_WITNESS,
  ROW_WITNESSES,
  TABLE_HEADS,
  TABLE_KEYS,
  TABLE_NAMES,
  TABLE_OUT,
  TABLE_OUT_SIZE,
  TABLE_ROW_STATE,
  TABLE_TEMPLATES,
  TABLE_WITNESSES,
  TAKE,
  TRANSFER,
  TEXT_LENGTH,
  TEXT_START,
} from '../src/columnar/rowLayout'
import { balancesOf, journalNumberOf, markMoved, pathOf, tallyOf, touch } from './accounts'
import { amongDust, restDust } from './dust'
import {
  hostGrowOut,
  hostHeadNumber,
  hostHeadOfRow,
  hostNameNumber,
  hostRatioText,
  hostTemplateNumber,
  table,
} from './machine'
import { field, valueAt, wordAt } from './cells'
import { textAt } from './texts'

const HAS_CLAIMED: u8 = 1
const HAS_SETTLED: u8 = 2
const HAS_POSTINGS: u8 = 4
const HAS_TALLIES: u8 = 8
const HAS_EVENTS: u8 = 16
const HAS_WITNESSES: u8 = 32

/** Where the next byte goes. */
let at: u32 = 0
/** What the row at hand is. */
let rowAt: u32 = 0
let rowItem: u32 = 0
let counted: u32 = 0

let settledCount: u32 = 0
let finishedCount: u32 = 0
let discardedCount: u32 = 0

/** Entries written since the last time: of settled, finished and discarded rows, in that order. */
export function countEntries(status: u32): u32 {
  const count = status === 0 ? settledCount : status === 1 ? finishedCount : discardedCount
  if (status === 0) settledCount = 0
  else if (status === 1) finishedCount = 0
  else discardedCount = 0
  return count
}

/** Writes the entries of rows from..to-1 to the output; gives the bytes they take. */
export function encodeRows(entry: u32, from: u32, to: u32): u32 {
  at = table(TABLE_OUT)
  for (let row = from; row < to; row++) {
    if (((row - from) & (WINDOW - 1)) === 0) touchAccounts(entry, row, min(to, row + WINDOW))
    const state = table(TABLE_ROW_STATE) + row * ROW_SIZE
    if (load<u32>(state + ROW_INTAKE) === INTAKE_DEFERRED) continue
    makeRoom(entry, row)
    encodeRow(entry, state, row)
  }
  return at - table(TABLE_OUT)
}

/** Rows whose accounts are brought near at once, a power of two. */
const WINDOW: u32 = 32

/** Brings near the records of the accounts that rows from..to-1 credit. */
function touchAccounts(entry: u32, from: u32, to: u32): void {
  let ins = field(entry, ENTRY_POSTS)
  const last = ins + field(entry, ENTRY_POST_COUNT) * INSTRUCTION_SIZE
  for (; ins < last; ins += INSTRUCTION_SIZE) {
    const op = field(ins, INSTRUCTION_OP)
    if (op !== TRANSFER && op !== AMONG) continue
    const list = field(ins, INSTRUCTION_LIST)
    const first = list === 0 ? from : load<u32>(list + (from << 2))
    const limit = list === 0 ? to : load<u32>(list + (to << 2))
    touch(balancesOf(0), field(ins, INSTRUCTION_C), first, limit)
  }
}

function makeRoom(entry: u32, row: u32): void {
  let bytes = field(entry, ENTRY_BYTES)
  const parts = field(entry, ENTRY_PARTS)
  const keys = table(TABLE_KEYS) + ((row * parts) << 3)
  for (let part: u32 = 0; part < parts; part++) bytes += load<u32>(keys + (part << 3) + 4) + 45
  const lists = field(entry, ENTRY_LISTS)
  const count = field(entry, ENTRY_LIST_COUNT)
  for (let i: u32 = 0; i < count; i++) {
    const offsets = load<u32>(lists + (i << 2)) + (row << 2)
    bytes += (load<u32>(offsets + 4) - load<u32>(offsets)) * field(entry, ENTRY_ITEM_BYTES)
  }
  const state = table(TABLE_ROW_STATE) + row * ROW_SIZE
  bytes += (load<u32>(state + ROW_WITNESSES) + 1) * 17
  const used = at - table(TABLE_OUT)
  if (used + bytes <= table(TABLE_OUT_SIZE)) return
  hostGrowOut(used + bytes)
  at = table(TABLE_OUT) + used
}

function encodeRow(entry: u32, state: u32, row: u32): void {
  rowAt = load<u32>(state + ROW_AT)
  rowItem = load<u32>(state + ROW_ITEM)
  let head = field(entry, ENTRY_HEAD)
  if (rowAt !== ALIVE) {
    head = load<u32>(state + ROW_HEAD)
    if (head >= HEAD_OF_FAULT) head = hostHeadOfRow(row)
  }
  varint(headNumber(head))
  encodeKey(entry, row)
  const presence = at
  at += 1
  let has: u8 = 0
  const claimed = field(entry, ENTRY_CLAIMED)
  const ran = load<u32>(state + ROW_INTAKE) < (INTAKE_REFUSED as u32)
  if (claimed !== 0 && ran && field(entry, ENTRY_CLAIMED_SERIAL) <= rowAt) {
    if (wide(valueAtUnlessPoisoned(claimed, row))) has |= HAS_CLAIMED
  }
  const settled = field(entry, ENTRY_SETTLED)
  if (settled !== 0 && rowAt === ALIVE) {
    if (wide(valueAtUnlessPoisoned(settled, row))) has |= HAS_SETTLED
  }
  if (rowAt === ALIVE || isFinished(head)) {
    if (rowAt === ALIVE) settledCount += 1
    else finishedCount += 1
    if (list(entry, ENTRY_POSTS, ENTRY_POST_COUNT, row)) has |= HAS_POSTINGS
    if (list(entry, ENTRY_TALLIES, ENTRY_TALLY_COUNT, row)) has |= HAS_TALLIES
    if (list(entry, ENTRY_EVENTS, ENTRY_EVENT_COUNT, row)) has |= HAS_EVENTS
    if (witnesses(state, false)) has |= HAS_WITNESSES
  } else {
    discardedCount += 1
    if (fault(entry, state)) has |= HAS_EVENTS
    const late = rowAt >= field(entry, ENTRY_SETTLE_SERIAL)
    if (late && witnesses(state, true)) has |= HAS_WITNESSES
  }
  store<u8>(presence, has)
}

/** Heads of finished rows, a byte each. */
let finished: u32 = 0
export function setFinishedEntries(pointer: u32): void {
  finished = pointer
}

@inline
function isFinished(head: u32): bool {
  return load<u8>(finished + head) !== 0
}

function headNumber(head: u32): u32 {
  const known = load<u32>(table(TABLE_HEADS) + (head << 2))
  return known === 0 ? hostHeadNumber(head) : known - 1
}

@inline
function nameNumber(name: u32): u32 {
  const known = load<u32>(table(TABLE_NAMES) + (name << 2))
  return known === 0 ? hostNameNumber(name) : known - 1
}

@inline
function templateNumber(template: u32): u32 {
  const known = load<u32>(table(TABLE_TEMPLATES) + (template << 2))
  return known === 0 ? hostTemplateNumber(template) : known - 1
}

@inline
function varint(value: u32): void {
  at = varintAt(at, value)
}

/** Writes groups of seven bits at `start`; gives where they end. One or two groups are the rule. */
@inline
function varintAt(start: u32, value: u32): u32 {
  if (value < 0x80) {
    store<u8>(start, value)
    return start + 1
  }
  if (value < 0x4000) {
    store<u16>(start, (value & 0x7f) | 0x80 | ((value >> 7) << 8))
    return start + 2
  }
  return longVarintAt(start, value)
}

function longVarintAt(start: u32, value: u32): u32 {
  // Three groups and the bits that say that more come; the rest overwrites the last of those.
  store<u32>(start, (value & 0x7f) | ((value << 1) & 0x7f00) | ((value << 2) & 0x7f0000) | 0x808080)
  let left = value >> 21
  if (left === 0) {
    store<u8>(start + 2, value >> 14)
    return start + 3
  }
  let next = start + 3
  while (left >= 0x80) {
    store<u8>(next, (left & 0x7f) | 0x80)
    next += 1
    left >>= 7
  }
  store<u8>(next, left)
  return next + 1
}

@inline
function natural(low: u64, high: u64): void {
  at = naturalAt(at, low, high)
}

@inline
function naturalAt(start: u32, low: u64, high: u64): u32 {
  store<u64>(start + 1, low)
  store<u64>(start + 9, high)
  const bits = high === 0 ? 64 - clz(low) : 128 - clz(high)
  const bytes = ((bits + 7) >> 3) as u32
  store<u8>(start, bytes)
  return start + 1 + bytes
}

/** Writes the number at a place; false, and nothing, where there is none. */
@inline
function wide(place: u32): bool {
  if (place === 0) return false
  natural(load<u64>(place), load<u64>(place + 8))
  return true
}

function valueAtUnlessPoisoned(header: u32, row: u32): u32 {
  if (load<u32>(header + 12) !== 0) {
    if (load<u32>(load<u32>(header + 8) + (row << 2)) !== 0) return 0
  }
  return valueAt(header, row)
}

@inline
function bytes(pointer: u32, length: u32): void {
  varint(length)
  memory.copy(at, pointer, length)
  at += length
}

function encodeKey(entry: u32, row: u32): void {
  const parts = field(entry, ENTRY_PARTS)
  const numbers = field(entry, ENTRY_NUMBERS)
  let slot = table(TABLE_KEYS) + ((row * parts) << 3)
  for (let part: u32 = 0; part < parts; part++) {
    const pointer = load<u32>(slot)
    if ((numbers & (1 << part)) !== 0) {
      decimal(bswap(load<u64>(pointer + 8)), bswap(load<u64>(pointer)))
    } else {
      bytes(pointer, load<u32>(slot + 4))
    }
    slot += 8
  }
}

const DIGITS: u32 = memory.data(48) as u32

/** Writes a number as the text of its decimal digits. */
function decimal(low: u64, high: u64): void {
  let digit = DIGITS + 48
  let l = low
  let h = high
  while (h !== 0) {
    // One pass of long division by 10^9, in limbs of 32 bits.
    let rest: u64 = 0
    let part = h >> 32
    const q3 = part / 1000000000
    rest = ((part % 1000000000) << 32) | (h & 0xffffffff)
    const q2 = rest / 1000000000
    rest = ((rest % 1000000000) << 32) | (l >> 32)
    const q1 = rest / 1000000000
    rest = ((rest % 1000000000) << 32) | (l & 0xffffffff)
    const q0 = rest / 1000000000
    rest = rest % 1000000000
    h = (q3 << 32) | q2
    l = (q1 << 32) | q0
    for (let i = 0; i < 9; i++) {
      digit -= 1
      store<u8>(digit, 48 + ((rest % 10) as u8))
      rest /= 10
    }
  }
  do {
    digit -= 1
    store<u8>(digit, 48 + ((l % 10) as u8))
    l /= 10
  } while (l !== 0)
  bytes(digit, DIGITS + 48 - digit)
}

/** Writes what statements of one sort did for a row; false, and nothing, where they did nothing. */
function list(entry: u32, first: u32, count: u32, row: u32): bool {
  const size = field(entry, count)
  if (size === 0) return false
  const start = at
  at += 1
  counted = 0
  const ins = field(entry, first)
  statements(ins, ins + size * INSTRUCTION_SIZE, row)
  if (counted === 0) {
    at = start
    return false
  }
  if (counted < 0x80) {
    store<u8>(start, counted)
    return true
  }
  // The number needs more bytes than were left for it.
  const end = at
  const more: u32 = counted < 0x4000 ? 1 : counted < 0x200000 ? 2 : 3
  memory.copy(start + 1 + more, start + 1, end - start - 1)
  at = start
  varint(counted)
  at = end + more
  return true
}

function statements(start: u32, last: u32, row: u32): void {
  let ins = start
  while (ins < last) {
    if (field(ins, INSTRUCTION_OP) === EACH) {
      const body = ins + INSTRUCTION_SIZE
      const next = body + field(ins, INSTRUCTION_X) * INSTRUCTION_SIZE
      items(ins, body, next, row)
      ins = next
      continue
    }
    if (field(ins, INSTRUCTION_SERIAL) < rowAt) statement(ins, row)
    ins += INSTRUCTION_SIZE
  }
}

function items(each: u32, body: u32, last: u32, row: u32): void {
  const mask = field(each, INSTRUCTION_MASK)
  if (field(each, INSTRUCTION_SERIAL) >= rowAt || (mask !== 0 && wordAt(mask, row) === 0)) return
  const offsets = field(each, INSTRUCTION_LIST) + (row << 2)
  const from = load<u32>(offsets)
  const to = load<u32>(offsets + 4)
  const within = rowAt <= field(each, INSTRUCTION_V)
  for (let index = from; index < to; index++) {
    if (within && index - from > rowItem) return
    const endsHere = within && index - from === rowItem
    for (let ins = body; ins < last; ins += INSTRUCTION_SIZE) {
      if (endsHere && field(ins, INSTRUCTION_SERIAL) >= rowAt) return
      statement(ins, index)
    }
  }
}

function statement(ins: u32, index: u32): void {
  const mask = field(ins, INSTRUCTION_MASK)
  if (mask !== 0 && wordAt(mask, index) === 0) return
  const op = field(ins, INSTRUCTION_OP)
  const a = field(ins, INSTRUCTION_A)
  const b = field(ins, INSTRUCTION_B)
  const c = field(ins, INSTRUCTION_C)
  const x = field(ins, INSTRUCTION_X)
  if (op === AMONG) among(ins, index)
  else if (op === TAKE) take(ins, index)
  else if (a === 0) tell(ins, index)
  else if (c === 0) tally(valueAt(a, index), wordAt(b, index), x)
  else {
    posting(ins, wordAt(b, index), wordAt(c, index), valueAt(a, index))
    if (field(ins, INSTRUCTION_DUST) !== 0) restDust(ins, index)
  }
}

@inline
function posting(ins: u32, debit: u32, credit: u32, amount: u32): void {
  const low = load<u64>(amount)
  const high = load<u64>(amount + 8)
  if ((low | high) === 0) return
  // In this order: names are numbered when they first appear.
  const template = templateNumber(field(ins, INSTRUCTION_X))
  const debited = journalNumberOf(debit)
  const credited = journalNumberOf(credit)
  at = naturalAt(varintAt(varintAt(varintAt(at, template), debited), credited), low, high)
  const denomination = field(ins, INSTRUCTION_Y)
  markMoved(denomination, debit)
  markMoved(denomination, credit)
  counted += 1
}

function among(ins: u32, index: u32): void {
  const amount = valueAt(field(ins, INSTRUCTION_A), index)
  if ((load<u64>(amount) | load<u64>(amount + 8)) === 0) return
  const debit = wordAt(field(ins, INSTRUCTION_B), index)
  const offsets = field(ins, INSTRUCTION_LIST) + (index << 2)
  const last = load<u32>(offsets + 4)
  const to = field(ins, INSTRUCTION_C)
  const parts = field(ins, INSTRUCTION_OUT)
  for (let each = load<u32>(offsets); each < last; each++) {
    posting(ins, debit, wordAt(to, each), valueAt(parts, each))
  }
  const taker = field(ins, INSTRUCTION_U)
  if (taker !== 0) {
    const left = valueAt(field(ins, INSTRUCTION_Z), index)
    posting(ins, debit, wordAt(taker, index), left)
  }
  if (field(ins, INSTRUCTION_DUST) !== 0) amongDust(ins, index)
}

function take(ins: u32, index: u32): void {
  const sources = field(ins, INSTRUCTION_Z)
  const count = field(ins, INSTRUCTION_U)
  const credit = wordAt(field(ins, INSTRUCTION_C), index)
  for (let i: u32 = 0; i < count; i++) {
    const source = sources + (i << 3)
    const debit = wordAt(load<u32>(source), index)
    posting(ins, debit, credit, valueAt(load<u32>(source + 4), index))
  }
}

/** Writes a tally and adds it up: a claim that is encoded is kept. */
function tally(units: u32, account: u32, name: u32): void {
  const low = load<u64>(units)
  const high = load<u64>(units + 8)
  if ((low | high) === 0) return
  varint(journalNumberOf(account))
  varint(nameNumber(name))
  natural(low, high)
  counted += 1
  const total = tallyOf(account)
  const x = load<u64>(total)
  const xh = load<u64>(total + 8)
  const sum = x + low
  const carry: u64 = sum < x ? 1 : 0
  const sumHigh = xh + high
  const full = sumHigh < xh || sumHigh + carry < sumHigh
  store<u64>(total, full ? u64.MAX_VALUE : sum)
  store<u64>(total + 8, full ? u64.MAX_VALUE : sumHigh + carry)
}

function tell(ins: u32, index: u32): void {
  const fields = field(ins, INSTRUCTION_V)
  const count = field(ins, INSTRUCTION_U)
  varint(nameNumber(field(ins, INSTRUCTION_Y)))
  varint(nameNumber(field(ins, INSTRUCTION_Z)))
  varint(count)
  for (let i: u32 = 0; i < count; i++) {
    const slot = fields + i * 12
    varint(nameNumber(load<u32>(slot)))
    value(load<u32>(slot + 8), valueAt(load<u32>(slot + 4), index))
  }
  counted += 1
}

function value(type: u32, place: u32): void {
  if (type === FIELD_TRUTH) {
    store<u8>(at, load<u32>(place))
    at += 1
    return
  }
  store<u8>(at, 2)
  at += 1
  if (type === FIELD_WIDE) {
    decimal(load<u64>(place), load<u64>(place + 8))
    return
  }
  let symbol = load<u32>(place)
  if (type === FIELD_ACCOUNT) symbol = pathOf(symbol)
  if (type === FIELD_RATIO) symbol = hostRatioText(symbol)
  const text = textAt(symbol)
  bytes(text + TEXT_START, load<u32>(text + TEXT_LENGTH))
}

/** Amounts read from state; for a row that was undone, also how many postings. */
function witnesses(state: u32, undone: bool): bool {
  const count = load<u32>(state + ROW_WITNESSES)
  const all = undone ? count + 1 : count
  if (all === 0) return false
  varint(all)
  const first = table(TABLE_WITNESSES) + (load<u32>(state + ROW_WITNESS) << 4)
  for (let i: u32 = 0; i < count; i++) wide(first + (i << 4))
  if (undone) natural(load<u32>(state + ROW_UNDONE) as u64, 0)
  return true
}

/** The loud event of a per-claim function that failed. */
function fault(entry: u32, state: u32): bool {
  if (load<u32>(state + ROW_NOTE) !== NOTE_FAULT) return false
  varint(1)
  varint(nameNumber(load<u32>(state + ROW_NOTE_ACCOUNT)))
  varint(nameNumber(field(entry, ENTRY_FAULT)))
  varint(0)
  return true
}
