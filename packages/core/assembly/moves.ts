/*
 * Moving an amount for one row, and taking back all that a row moved.
 */
import { INSTRUCTION_Y } from '../src/columnar/layout'
import {
  ACCOUNT_BURN,
  HEAD_OF_OVERFLOW,
  HEAD_OF_SHORT,
  INSTRUCTION_SERIAL,
  NOTE_OVERFLOW,
  NOTE_SHORT,
  ROW_NOTE,
  ROW_NOTE_ACCOUNT,
  ROW_NOTE_HELD,
  ROW_NOTE_INSTRUCTION,
  ROW_NOTE_NEEDED,
} from '../src/columnar/rowLayout'
import { balanceOf, floorOf, hasFloors } from './accounts'
import { giveBack, takeAway } from './balances'
import { field, stateOf } from './cells'
import { end } from './state'

export let undoCount: u32 = 0

export let undoStart: u32 = 0

/** Moves an amount, all of it or nothing: short of funds and overflow end the row. */
export function move(ins: u32, row: u32, item: u32, from: u32, to: u32, low: u64, high: u64): bool {
  if ((low | high) === 0) return true
  const denomination = field(ins, INSTRUCTION_Y)
  const debited = balanceOf(denomination, from)
  const credited = balanceOf(denomination, to)
  return moveBetween(ins, row, item, from, to, debited, credited, low, high)
}

/** As `move`, of an amount above 0 between balances at `debited` and `credited`. */
export function moveBetween(
  ins: u32,
  row: u32,
  item: u32,
  from: u32,
  to: u32,
  debited: u32,
  credited: u32,
  low: u64,
  high: u64,
): bool {
  const x = load<u64>(debited)
  const xh = load<u64>(debited + 8)
  const supply = from <= (ACCOUNT_BURN as u32)
  let less = x - low
  let lessHigh = xh - high - (x < low ? 1 : 0)
  if (supply) {
    less = x + low
    lessHigh = xh + high + (less < x ? 1 : 0)
  } else if (isShort(from, x, xh, less, lessHigh, low, high)) {
    return fail(ins, row, item, NOTE_SHORT, from, debited, low, high)
  }
  if (from !== to) {
    const y = load<u64>(credited)
    const yh = load<u64>(credited + 8)
    const more = y + low
    const carry: u64 = more < y ? 1 : 0
    const moreHigh = yh + high
    if (moreHigh < yh || moreHigh + carry < moreHigh) {
      return fail(ins, row, item, NOTE_OVERFLOW, to, credited, low, high)
    }
    if (supply && (lessHigh < xh || (lessHigh === xh && less < x))) {
      return fail(ins, row, item, NOTE_OVERFLOW, to, credited, low, high)
    }
    store<u64>(debited, less)
    store<u64>(debited + 8, lessHigh)
    store<u64>(credited, more)
    store<u64>(credited + 8, moreHigh + carry)
  }
  const entry = undoStart + undoCount * 24
  store<u64>(entry, low)
  store<u64>(entry + 8, high)
  store<u32>(entry + 16, debited)
  store<u32>(entry + 20, credited | (supply ? 1 : 0))
  undoCount += 1
  return true
}

@inline
function isShort(
  account: u32,
  x: u64,
  xh: u64,
  less: u64,
  lessHigh: u64,
  low: u64,
  high: u64,
): bool {
  if (xh < high || (xh === high && x < low)) return true
  if (!hasFloors()) return false
  const floor = floorOf(account)
  const fh = load<u64>(floor + 8)
  return lessHigh < fh || (lessHigh === fh && less < load<u64>(floor))
}

function fail(
  ins: u32,
  row: u32,
  item: u32,
  note: u32,
  account: u32,
  cell: u32,
  low: u64,
  high: u64,
): bool {
  const head = note === NOTE_SHORT ? HEAD_OF_SHORT : HEAD_OF_OVERFLOW
  end(row, field(ins, INSTRUCTION_SERIAL), head, 0, item)
  const state = stateOf(row)
  store<u32>(state + ROW_NOTE, note)
  store<u32>(state + ROW_NOTE_ACCOUNT, account)
  store<u32>(state + ROW_NOTE_INSTRUCTION, ins)
  store<u64>(state + ROW_NOTE_HELD, load<u64>(cell))
  store<u64>(state + ROW_NOTE_HELD + 8, load<u64>(cell + 8))
  store<u64>(state + ROW_NOTE_NEEDED, low)
  store<u64>(state + ROW_NOTE_NEEDED + 8, high)
  return false
}

/** Takes back every move of the row at hand, the last one first. */
export function undo(): void {
  while (undoCount > 0) {
    undoCount -= 1
    const entry = undoStart + undoCount * 24
    const low = load<u64>(entry)
    const high = load<u64>(entry + 8)
    const debited = load<u32>(entry + 16)
    const other = load<u32>(entry + 20)
    const credited = other & ~1
    if (debited === credited) continue
    takeAway(credited, low, high)
    if ((other & 1) !== 0) takeAway(debited, low, high)
    else giveBack(debited, low, high)
  }
}
