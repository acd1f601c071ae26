/*
 * Row bytes into coded rows: each text of a coded column becomes its code, a word, from 1 in the
 * order in which texts first come. The text of a key column stands behind its code; code 0 says
 * that the text follows, because it is long or there are codes enough. All else is as it was.
 */
import {
  CODED_BYTES_MAX,
  CODES_BYTES_MAX,
  CODES_MAX,
  NO_KEY,
  READ_ENDS_EARLY,
  READ_TOO_MANY_ITEMS,
  SCHEMA_CODED,
  SCHEMA_ITEM_COUNT,
  SCHEMA_ITEMS,
  SCHEMA_ITEMS_MAX,
  SCHEMA_KEY,
  SCHEMA_SIZE,
  SCHEMA_TYPE,
  TABLE_CODE_CELLS,
  TABLE_INPUT,
  TABLE_OUT,
  TABLE_TEXT_BYTES,
  TABLE_TEXT_SLOT_COUNT,
  TABLE_TEXT_SLOTS,
  TEXT_START,
  TEXT_SYMBOL,
  TYPE_LIST,
  TYPE_TRUTH,
  TYPE_WIDE,
} from '../src/columnar/rowLayout'
import { table } from './machine'
import { find, findKnown, isText, shortHash, textBytes, textCount } from './texts'

/** Cells that are looked up together: text, length, where the code goes, where it may be known. */
const BATCH: u32 = 2048
const CELL_BITS: u32 = 4

let fault: u32 = 0
let faultColumn: u32 = 0
let end: u32 = 0
let out: u32 = 0
let waiting: u32 = 0
/** Whether there are codes for every text of a batch. */
let roomy: bool = false

export function codeFault(): u32 {
  return fault
}
export function codeFaultColumn(): u32 {
  return faultColumn
}

/** Bytes that the coded rows take in the output. */
export function codedBytes(): u32 {
  return out - table(TABLE_OUT)
}

/**
 * Codes the rows of the input into the output, which has room for twice their bytes. Gives how many
 * there are; `codeFault` says why it stopped, if it did.
 */
export function codeRows(schema: u32, columns: u32, length: u32): u32 {
  let at = table(TABLE_INPUT)
  end = at + length
  out = table(TABLE_OUT)
  fault = 0
  startBatch()
  let rows: u32 = 0
  while (at < end) {
    at = codeColumns(schema, columns, at, true)
    if (at === 0) break
    rows += 1
  }
  lookUp()
  return rows
}

function codeColumns(schema: u32, columns: u32, start: u32, isRow: bool): u32 {
  let at = start
  for (let index: u32 = 0; index < columns; index++) {
    const column = schema + index * SCHEMA_SIZE
    const type = load<u32>(column + SCHEMA_TYPE)
    if (type === TYPE_WIDE) at = copyCell(at, 16)
    else if (type === TYPE_TRUTH) at = copyCell(at, 1)
    else if (type === TYPE_LIST) at = codeList(column, at)
    else at = codeText(column, at)
    if (at !== 0) continue
    if (isRow) faultColumn = index
    return 0
  }
  return at
}

function stop(code: u32): u32 {
  fault = code
  return 0
}

/** Copies whole words of 8 bytes: a little more than asked for is read and written. */
@inline
function copy(from: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i += 8) store<u64>(out + i, load<u64>(from + i))
  out += length
}

function copyCell(at: u32, length: u32): u32 {
  if (end - at < length) return stop(READ_ENDS_EARLY)
  copy(at, length)
  return at + length
}

function codeList(column: u32, start: u32): u32 {
  if (end - start < 4) return stop(READ_ENDS_EARLY)
  const items = bswap(load<u32>(start))
  if (items > load<u32>(column + SCHEMA_ITEMS_MAX)) return stop(READ_TOO_MANY_ITEMS)
  const fields = load<u32>(column + SCHEMA_ITEMS)
  const count = load<u32>(column + SCHEMA_ITEM_COUNT)
  copy(start, 4)
  let at = start + 4
  for (let item: u32 = 0; item < items; item++) {
    at = codeColumns(fields, count, at, false)
    if (at === 0) return 0
  }
  return at
}

function codeText(column: u32, at: u32): u32 {
  if (end - at < 4) return stop(READ_ENDS_EARLY)
  const length = bswap(load<u32>(at))
  const text = at + 4
  if (length > end - text) return stop(READ_ENDS_EARLY)
  if (load<u32>(column + SCHEMA_CODED) === 0) {
    copy(at, length + 4)
    return text + length
  }
  const isKey = load<u32>(column + SCHEMA_KEY) !== NO_KEY
  if (length <= (CODED_BYTES_MAX as u32) && roomy) {
    const cell = table(TABLE_CODE_CELLS) + (waiting << CELL_BITS)
    store<u32>(cell, text)
    store<u32>(cell + 4, length)
    store<u32>(cell + 8, out)
    out += 4
    waiting += 1
    if (isKey) copy(at, length + 4)
    if (waiting === BATCH) {
      lookUp()
      startBatch()
    }
    return text + length
  }
  const record = length <= (CODED_BYTES_MAX as u32) ? findKnown(text, length) : 0
  store<u32>(out, record === 0 ? 0 : load<u32>(record + TEXT_SYMBOL) + 1)
  out += 4
  if (record === 0 || isKey) copy(at, length + 4)
  return text + length
}

function startBatch(): void {
  waiting = 0
  const bytes = textBytes() + BATCH * (TEXT_START + (CODED_BYTES_MAX as u32) + 8)
  roomy = textCount() + BATCH <= (CODES_MAX as u32) && bytes <= (CODES_BYTES_MAX as u32)
}

/**
 * Writes the codes of the cells that wait, step by step: each step waits for memory that the one
 * before asked for, and steps of many cells wait together.
 */
function lookUp(): void {
  const cells = table(TABLE_CODE_CELLS)
  const last = cells + (waiting << CELL_BITS)
  const mask = table(TABLE_TEXT_SLOT_COUNT) - 1
  const slots = table(TABLE_TEXT_SLOTS)
  const bytes = table(TABLE_TEXT_BYTES)
  for (let cell = cells; cell < last; cell += 16) {
    const slot = shortHash(load<u32>(cell), load<u32>(cell + 4)) & mask
    store<u32>(cell + 12, slots + (slot << 2))
  }
  for (let cell = cells; cell < last; cell += 16) {
    const place = load<u32>(load<u32>(cell + 12))
    store<u32>(cell + 12, place === 0 ? 0 : bytes + ((place - 1) << 3))
  }
  let near: u32 = 0
  for (let cell = cells; cell < last; cell += 16) near += load<u32>(load<u32>(cell + 12))
  touched = near
  for (let cell = cells; cell < last; cell += 16) {
    const text = load<u32>(cell)
    const length = load<u32>(cell + 4)
    let record = load<u32>(cell + 12)
    const isKnown =
      record !== 0 && bytes === table(TABLE_TEXT_BYTES) && isText(record, text, length)
    if (!isKnown) record = find(text, length)
    store<u32>(load<u32>(cell + 8), load<u32>(record + TEXT_SYMBOL) + 1)
  }
  waiting = 0
}

/** Keeps the loads of a loop that only brings memory near. */
let touched: u32 = 0
export function touchedCodes(): u32 {
  return touched
}
