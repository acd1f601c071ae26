/*
 * What happens to rows between reading and running: refusals, and which ids a settlement keeps.
 */
import { COLUMN_DATA } from '../src/columnar/layout'
import {
  ALIVE,
  INTAKE_REFUSED,
  ROW_AT,
  ROW_HEAD,
  ROW_INTAKE,
  ROW_SIZE,
  TABLE_KEYS,
  TABLE_ROW_STATE,
  TABLE_SAME_KEY,
} from '../src/columnar/rowLayout'
import { hostGrowKeys, table } from './machine'
import { hashOf } from './texts'

@inline
function stateOf(row: u32): u32 {
  return table(TABLE_ROW_STATE) + row * ROW_SIZE
}

function refuse(row: u32, head: u32): void {
  const state = stateOf(row)
  store<u32>(state + ROW_AT, 0)
  store<u32>(state + ROW_HEAD, head)
  store<u32>(state + ROW_INTAKE, INTAKE_REFUSED)
}

/**
 * Refuses rows that share their key: equal ones but the first as duplicates, others all of them.
 * A run of one key is never cut.
 */
export function refuseSameKeys(rows: u32, duplicate: u32, conflicting: u32): void {
  const same = table(TABLE_SAME_KEY)
  let from: u32 = 0
  while (from < rows) {
    let to = from + 1
    let differ = false
    while (to < rows) {
      const how = load<u32>(same + (to << 2))
      if (how === 0) break
      if (how === 2) differ = true
      to += 1
    }
    for (let row = from; row < to; row++) {
      if (differ) refuse(row, conflicting)
      else if (row > from) refuse(row, duplicate)
    }
    from = to
  }
}

/** Refuses rows whose height in a wide column is not above the watermark. */
export function refuseBehind(column: u32, low: u64, high: u64, rows: u32, head: u32): void {
  let at = load<u32>(column + COLUMN_DATA)
  for (let row: u32 = 0; row < rows; row++) {
    const h = load<u64>(at + 8)
    const behind = h < high || (h === high && load<u64>(at) <= low)
    if (behind && load<u32>(stateOf(row) + ROW_AT) === ALIVE) refuse(row, head)
    at += 16
  }
}

/** Refuses one row. */
export function refuseRow(row: u32, head: u32): void {
  refuse(row, head)
}

let finished: u32 = 0
export function setFinishedKept(pointer: u32): void {
  finished = pointer
}

/** Whether a row settled or finished: its id is kept. */
function isKept(row: u32): bool {
  const state = stateOf(row)
  if (load<u32>(state + ROW_AT) === ALIVE) return true
  const head = load<u32>(state + ROW_HEAD)
  return head < 0xfffffff0 && load<u8>(finished + head) !== 0
}

/** Writes the largest height of a row that is kept, as a wide number, to `out`. */
export function newestHeight(column: u32, rows: u32, out: u32): void {
  let low: u64 = 0
  let high: u64 = 0
  let at = load<u32>(column + COLUMN_DATA)
  for (let row: u32 = 0; row < rows; row++) {
    const l = load<u64>(at)
    const h = load<u64>(at + 8)
    if ((h > high || (h === high && l > low)) && isKept(row)) {
      low = l
      high = h
    }
    at += 16
  }
  store<u64>(out, low)
  store<u64>(out + 8, high)
}

/** Writes the numbers of the rows that are kept and whose height is above one; gives how many. */
export function keptAbove(column: u32, low: u64, high: u64, rows: u32, out: u32): u32 {
  let count: u32 = 0
  let at = column === 0 ? 0 : load<u32>(column + COLUMN_DATA)
  for (let row: u32 = 0; row < rows; row++) {
    const h: u64 = column === 0 ? 1 : load<u64>(at + 8)
    const above = column === 0 || h > high || (h === high && load<u64>(at) > low)
    if (above && isKept(row)) {
      store<u32>(out + (count << 2), row)
      count += 1
    }
    at += 16
  }
  return count
}

// Keys of all rows so far, as hashes of 64 bits in open addressing. 0 is none.
let keySlots: u32 = 0
let keySlotCount: u32 = 0
let keyCount: u32 = 0

/** Where the slots of keys are, all empty: the host has made room. */
export function setKeySlots(pointer: u32, count: u32): void {
  const before = keySlots
  const size = keySlotCount
  keySlots = pointer
  keySlotCount = count
  keyCount = 0
  for (let i: u32 = 0; i < size; i++) {
    const hash = load<u64>(before + (i << 3))
    if (hash !== 0) putKey(hash)
  }
}

/** Forgets the keys. */
export function forgetKeys(): void {
  keySlots = 0
  keySlotCount = 0
  keyCount = 0
}

function putKey(hash: u64): bool {
  const mask = keySlotCount - 1
  let slot = (hash as u32) & mask
  while (true) {
    const known = load<u64>(keySlots + (slot << 3))
    if (known === hash) return false
    if (known === 0) break
    slot = (slot + 1) & mask
  }
  store<u64>(keySlots + (slot << 3), hash)
  keyCount += 1
  return true
}

/** Notes the keys of rows; gives the first row whose key stood in an earlier segment, or `rows`. */
export function noteKeys(rows: u32, parts: u32): u32 {
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u32>(table(TABLE_SAME_KEY) + (row << 2)) !== 0) continue
    if (keyCount + 1 > keySlotCount >> 1) hostGrowKeys(keySlotCount)
    const keys = table(TABLE_KEYS) + ((row * parts) << 3)
    let hash: u64 = 0x51ed270b
    for (let part: u32 = 0; part < parts; part++) {
      const slot = keys + (part << 3)
      const one = hashOf(load<u32>(slot), load<u32>(slot + 4))
      hash = rotl(hash ^ one, 31) * 0x9e3779b97f4a7c15
    }
    if (!putKey(hash === 0 ? 1 : hash)) return row
  }
  return rows
}
