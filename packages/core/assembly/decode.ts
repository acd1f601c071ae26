// long: one walk over the bytes of a row, and the look-ups of what it found
/*
 * Row bytes into columns. Every length is checked against the end of the input, every text when it
 * is new: nothing after this step looks at a number that was not checked here.
 */
import {
  CHECKED_ACCOUNT,
  CHECKED_ID,
  ROWS_CODED,
  ROWS_TRUSTED,
  SCHEMA_CODED,
  NO_KEY,
  READ_ENDS_EARLY,
  READ_OUT_OF_ORDER,
  READ_TEXT_INVALID,
  READ_TOO_MANY_ITEMS,
  READ_TRUTH_INVALID,
  READ_VALUE_UNKNOWN,
  SCHEMA_CELLS,
  SCHEMA_COLUMN,
  SCHEMA_ITEM_CAPACITY,
  SCHEMA_ITEM_COUNT,
  SCHEMA_ITEMS,
  SCHEMA_ITEMS_MAX,
  SCHEMA_KEY,
  SCHEMA_OFFSETS,
  SCHEMA_OPENED,
  SCHEMA_ROUTE,
  SCHEMA_SIZE,
  SCHEMA_TYPE,
  SCHEMA_VALUE_COUNT,
  SCHEMA_VALUES,
  TABLE_GUESSES,
  TABLE_INPUT,
  TABLE_KEYS,
  TABLE_LAST_ROW,
  TABLE_ROW_STARTS,
  TABLE_SAME_KEY,
  TABLE_SEGMENTS,
  TABLE_SHARED,
  TABLE_TEXT_BYTES,
  TABLE_TEXT_SLOT_COUNT,
  TABLE_TEXT_SLOTS,
  TEXT_ACCOUNT,
  TEXT_CHECKED,
  TEXT_RATIO_SHIFT,
  TEXT_LENGTH,
  TEXT_START,
  TEXT_SYMBOL,
  TYPE_ACCOUNT,
  TYPE_ID,
  TYPE_LIST,
  TYPE_ONE_OF,
  TYPE_OPAQUE,
  TYPE_RATIO,
  TYPE_TRUTH,
  TYPE_WIDE,
} from '../src/columnar/rowLayout'
import { COLUMN_DATA } from '../src/columnar/layout'
import { hostCheckText, hostOpenAccount, hostOpenRatio, table } from './machine'
import { codeCount, codeSymbol, codeValues } from './codes'
import { compareSlices, find, isText, shortHash, textAt } from './texts'

/** A bucket that stands for none: the symbol is a path. */
const NO_BUCKET: u32 = 0xffffffff

/** Row of a cell that belongs to an item. */
const NO_ROW: u32 = 0xffffffff

/** Why reading stopped, at which schema column and row. 0: it did not. */
let fault: u32 = 0
let faultColumn: u32 = 0
/** Set when a list column had no more room: the row is read again when there is. */
let full: bool = false
/** Set where the host made the rows itself: their texts were checked. */
let trusted: bool = false
/** Set where rows are coded: a text may stand as its code. */
let coded: bool = false
let rowSchema: u32 = 0
let rowColumns: u32 = 0
/** First byte after the row at hand. */
let next: u32 = 0
let routeSymbol: u32 = 0
let openedLow: u64 = 0
let openedHigh: u64 = 0

export function readFault(): u32 {
  return fault
}
export function readFaultColumn(): u32 {
  return faultColumn
}
export function readIsFull(): bool {
  return full
}

/** How the rows of a kind are told apart: routes and params versions. */
let routes: u32 = 0
let routeCount: u32 = 0
let versions: u32 = 0
let versionCount: u32 = 0
let keyParts: u32 = 0
let lastLength: u32 = 0
let lastSegment: u32 = 0

/**
 * Starts a kind: symbols of its routes but the default one, heights from which params versions
 * hold (wide, the first without bound), parts of its key.
 */
export function startKind(r: u32, rc: u32, v: u32, vc: u32, parts: u32): void {
  routes = r
  routeCount = rc
  versions = v
  versionCount = vc
  keyParts = parts
  lastLength = 0
  lastSegment = 0
}

/**
 * Reads rows from the input until it ends, `rowsMax` are read, or a list is full. Gives the number
 * of rows; `readFault` says why it stopped, if it did.
 *
 * Unless the host made them (ROWS_TRUSTED), their texts are checked, and they must stand in
 * canonical order, after the last row remembered.
 */
export function readRows(
  schema: u32,
  columns: u32,
  length: u32,
  rowsMax: u32,
  origin: u32,
): u32 {
  trusted = origin === ROWS_TRUSTED
  coded = origin === ROWS_CODED
  rowSchema = schema
  rowColumns = columns
  fault = 0
  full = false
  const input = table(TABLE_INPUT)
  const starts = table(TABLE_ROW_STARTS)
  const end = input + length
  let at = input
  let row: u32 = 0
  store<u32>(starts, at)
  while (at < end && row < rowsMax) {
    if (!readRow(schema, columns, at, end, row)) break
    at = next
    store<u32>(starts + ((row + 1) << 2), at)
    placeRow(row)
    if (fault !== 0) break
    row += 1
  }
  return findTexts(schema, columns, row, NO_ROW_OFFSETS)
}

/** Offsets of columns that have one value per row. */
const NO_ROW_OFFSETS: u32 = 0

/** Finds the texts of the first `rows` rows. Gives the row of one that is not valid, or `rows`. */
function findTexts(schema: u32, columns: u32, rows: u32, offsets: u32): u32 {
  let good = rows
  const count = offsets === NO_ROW_OFFSETS || rows === 0 ? rows : load<u32>(offsets + (rows << 2))
  for (let index: u32 = 0; index < columns; index++) {
    const column = schema + index * SCHEMA_SIZE
    let bad = rows
    if (load<u32>(column + SCHEMA_TYPE) === TYPE_LIST) {
      const fields = load<u32>(column + SCHEMA_ITEMS)
      bad = findTexts(
        fields,
        load<u32>(column + SCHEMA_ITEM_COUNT),
        rows,
        load<u32>(column + SCHEMA_OFFSETS),
      )
    } else if (load<u32>(column + SCHEMA_CELLS) !== 0) {
      const isCoded = coded && load<u32>(column + SCHEMA_CODED) !== 0
      const cell = isCoded ? readCodes(column, count) : findCells(column, count)
      bad = cell === count ? rows : rowOfCell(cell, offsets)
    }
    if (bad >= good) continue
    good = bad
    faultColumn = index
  }
  return good
}

function rowOfCell(cell: u32, offsets: u32): u32 {
  if (offsets === NO_ROW_OFFSETS) return cell
  let row: u32 = 0
  while (load<u32>(offsets + ((row + 1) << 2)) <= cell) row += 1
  return row
}

/**
 * Finds the texts of a column, all of them step by step: each step waits for memory that the one
 * before asked for, and steps of many cells wait together. Gives the first that is not valid.
 */
function findCells(column: u32, count: u32): u32 {
  const cells = load<u32>(column + SCHEMA_CELLS)
  const guesses = table(TABLE_GUESSES)
  const mask = table(TABLE_TEXT_SLOT_COUNT) - 1
  const slots = table(TABLE_TEXT_SLOTS)
  const bytes = table(TABLE_TEXT_BYTES)
  for (let i: u32 = 0; i < count; i++) {
    const cell = cells + (i << 3)
    const slot = shortHash(load<u32>(cell), load<u32>(cell + 4)) & mask
    store<u32>(guesses + (i << 2), slots + (slot << 2))
  }
  for (let i: u32 = 0; i < count; i++) {
    const place = load<u32>(load<u32>(guesses + (i << 2)))
    store<u32>(guesses + (i << 2), place === 0 ? 0 : bytes + ((place - 1) << 3))
  }
  let touched: u32 = 0
  for (let i: u32 = 0; i < count; i++) touched += load<u32>(load<u32>(guesses + (i << 2)))
  touch = touched
  let before: u32 = 0
  for (let i: u32 = 0; i < count; i++) {
    const cell = cells + (i << 3)
    const text = load<u32>(cell)
    const length = load<u32>(cell + 4)
    const guess = load<u32>(guesses + (i << 2))
    let record = before
    if (before === 0 || !isText(before, text, length)) {
      const known = guess !== 0 && bytes === table(TABLE_TEXT_BYTES) && isText(guess, text, length)
      record = known ? guess : find(text, length)
    }
    if (!takeText(column, record, text, length, i)) return i
    before = bytes === table(TABLE_TEXT_BYTES) ? record : 0
  }
  return count
}

/** Keeps the loads of a loop that only brings memory near. */
let touch: u32 = 0
export function touchedTexts(): u32 {
  return touch
}

function readRow(schema: u32, columns: u32, start: u32, end: u32, row: u32): bool {
  let at = start
  routeSymbol = 0xffffffff
  for (let index: u32 = 0; index < columns; index++) {
    const column = schema + index * SCHEMA_SIZE
    at =
      load<u32>(column + SCHEMA_TYPE) === TYPE_LIST
        ? readList(column, at, end, row)
        : readCell(column, at, end, row, row)
    if (at === 0) {
      if (fault !== 0) faultColumn = index
      return false
    }
  }
  next = at
  return true
}

function stop(code: u32): u32 {
  fault = code
  return 0
}

/** Reads one cell into its column. Gives where the next starts, or 0. */
function readCell(column: u32, at: u32, end: u32, index: u32, row: u32): u32 {
  const type = load<u32>(column + SCHEMA_TYPE)
  const header = load<u32>(column + SCHEMA_COLUMN)
  if (type === TYPE_WIDE) {
    if (end - at < 16) return stop(READ_ENDS_EARLY)
    const high = bswap(load<u64>(at))
    const low = bswap(load<u64>(at + 8))
    if (header !== 0) {
      const data = load<u32>(header + COLUMN_DATA) + (index << 4)
      store<u64>(data, low)
      store<u64>(data + 8, high)
    }
    if (load<u32>(column + SCHEMA_OPENED) !== 0) {
      openedLow = low
      openedHigh = high
    }
    noteKey(column, row, at, 16)
    return at + 16
  }
  if (type === TYPE_TRUTH) {
    if (end - at < 1) return stop(READ_ENDS_EARLY)
    const truth = load<u8>(at) as u32
    if (truth > 1) return stop(READ_TRUTH_INVALID)
    if (header !== 0) store<u32>(load<u32>(header + COLUMN_DATA) + (index << 2), truth)
    return at + 1
  }
  const cells = load<u32>(column + SCHEMA_CELLS)
  let code: u32 = 0
  if (coded && load<u32>(column + SCHEMA_CODED) !== 0) {
    if (end - at < 4) return stop(READ_ENDS_EARLY)
    code = load<u32>(at)
    at += 4
    if (code !== 0) {
      if (!noteCode(column, cells, code, index)) return 0
      if (load<u32>(column + SCHEMA_KEY) === NO_KEY) return at
    }
  }
  if (end - at < 4) return stop(READ_ENDS_EARLY)
  const length = bswap(load<u32>(at))
  const text = at + 4
  if (length > end - text) return stop(READ_ENDS_EARLY)
  if (code !== 0) {
    // The code says it; the text itself stands for the key.
  } else if (cells !== 0) {
    store<u32>(cells + (index << 3), text)
    store<u32>(cells + (index << 3) + 4, length)
  } else if (!readText(column, type, text, length, index)) {
    return 0
  }
  noteKey(column, row, text, length)
  return text + length
}

/** Notes a code to be looked up, or checks it at once where nobody reads the column. */
function noteCode(column: u32, cells: u32, code: u32, index: u32): bool {
  if (code > codeCount()) return stop(READ_TEXT_INVALID) !== 0
  if (cells === 0) return takeCode(column, code, index)
  store<u32>(cells + (index << 3), code)
  store<u32>(cells + (index << 3) + 4, BY_CODE)
  return true
}

/** Writes what codes stand for into their column. Gives the first cell that is not valid. */
function readCodes(column: u32, count: u32): u32 {
  const cells = load<u32>(column + SCHEMA_CELLS)
  const header = load<u32>(column + SCHEMA_COLUMN)
  const data = load<u32>(header + COLUMN_DATA)
  let values = codeValues(load<u32>(column + SCHEMA_TYPE))
  for (let i: u32 = 0; i < count; i++) {
    const cell = cells + (i << 3)
    const code = load<u32>(cell)
    if (load<u32>(cell + 4) !== BY_CODE) {
      const length = load<u32>(cell + 4)
      if (!takeText(column, find(code, length), code, length, i)) return i
      continue
    }
    const value = load<u32>(values + (code << 2))
    if (value !== 0) {
      store<u32>(data + (i << 2), value - 1)
      continue
    }
    if (!takeCode(column, code, i)) return i
    values = codeValues(load<u32>(column + SCHEMA_TYPE))
  }
  return count
}

/** Looks a code up for the first time in a type of column. False: its text is not valid there. */
function takeCode(column: u32, code: u32, index: u32): bool {
  const type = load<u32>(column + SCHEMA_TYPE)
  if (load<u32>(codeValues(type) + (code << 2)) !== 0) return true
  const record = textAt(codeSymbol(code))
  const length = load<u32>(record + TEXT_LENGTH)
  if (!takeText(column, record, record + TEXT_START, length, index)) return false
  store<u32>(codeValues(type) + (code << 2), valueTaken + 1)
  return true
}

/** Length of a cell that is a code. */
const BY_CODE: u32 = 0xffffffff

@inline
function noteKey(column: u32, row: u32, pointer: u32, length: u32): void {
  const part = load<u32>(column + SCHEMA_KEY)
  if (part === NO_KEY) return
  const slot = table(TABLE_KEYS) + ((row * keyParts + part) << 3)
  store<u32>(slot, pointer)
  store<u32>(slot + 4, length)
}

/** A text that decides the route, or that nobody reads: it is only checked. */
function readText(column: u32, type: u32, text: u32, length: u32, index: u32): bool {
  if (load<u32>(column + SCHEMA_ROUTE) !== 0) {
    const record = find(text, length)
    routeSymbol = load<u32>(record + TEXT_SYMBOL)
    return takeText(column, record, text, length, index)
  }
  if (trusted) return true
  if (type === TYPE_ONE_OF || type === TYPE_RATIO) {
    return takeText(column, find(text, length), text, length, index)
  }
  if (type === TYPE_ID && isPlain(text, length)) return true
  return hostCheckText(type, text, length) !== 0 || stop(READ_TEXT_INVALID) !== 0
}

/** Writes what a text stands for into its column, if it has one. False: it is not valid. */
function takeText(column: u32, record: u32, text: u32, length: u32, index: u32): bool {
  const type = load<u32>(column + SCHEMA_TYPE)
  const header = load<u32>(column + SCHEMA_COLUMN)
  const symbol = load<u32>(record + TEXT_SYMBOL)
  let value = symbol
  if (trusted && length === 0) {
    // What a claim that was refused does not have.
    value = 0
  } else if (type === TYPE_ONE_OF) {
    if (!trusted && !isAllowed(column, symbol)) return stop(READ_VALUE_UNKNOWN) !== 0
  } else if (type === TYPE_ID) {
    if (!isChecked(record, CHECKED_ID, type, text, length)) return false
  } else if (type === TYPE_ACCOUNT) {
    if (!isChecked(record, CHECKED_ACCOUNT, type, text, length)) return false
    value = load<u32>(record + TEXT_ACCOUNT)
    if (value === 0) value = hostOpenAccount(NO_BUCKET, symbol)
    value -= 1
  } else if (type === TYPE_RATIO) {
    value = load<u32>(record + TEXT_CHECKED) >> TEXT_RATIO_SHIFT
    if (value === 0) value = hostOpenRatio(symbol)
    if (value === 0) return stop(READ_TEXT_INVALID) !== 0
    value -= 1
  } else if (!trusted && hostCheckText(type, text, length) === 0) {
    return stop(READ_TEXT_INVALID) !== 0
  }
  if (header !== 0) store<u32>(load<u32>(header + COLUMN_DATA) + (index << 2), value)
  valueTaken = value
  return true
}

/** What the text that was taken last stands for. */
let valueTaken: u32 = 0

function isAllowed(column: u32, symbol: u32): bool {
  const values = load<u32>(column + SCHEMA_VALUES)
  const count = load<u32>(column + SCHEMA_VALUE_COUNT)
  for (let i: u32 = 0; i < count; i++) {
    if (load<u32>(values + (i << 2)) === symbol) return true
  }
  return false
}

/** Whether a text is a valid id or account: looked at once per text. */
function isChecked(record: u32, bit: u32, type: u32, text: u32, length: u32): bool {
  const checked = load<u32>(record + TEXT_CHECKED)
  if (trusted || (checked & bit) !== 0) return true
  if (!(type === TYPE_ID && isPlain(text, length)) && hostCheckText(type, text, length) === 0) {
    return stop(READ_TEXT_INVALID) !== 0
  }
  store<u32>(record + TEXT_CHECKED, checked | bit)
  return true
}

/** Printable ASCII without space and slash, 1 to 256 bytes. */
function isPlain(text: u32, length: u32): bool {
  if (length === 0 || length > 256) return false
  for (let i: u32 = 0; i < length; i++) {
    const byte = load<u8>(text + i)
    if (byte <= 0x20 || byte >= 0x7f || byte === 0x2f) return false
  }
  return true
}

function readList(column: u32, start: u32, end: u32, row: u32): u32 {
  if (end - start < 4) return stop(READ_ENDS_EARLY)
  const items = bswap(load<u32>(start))
  if (items > load<u32>(column + SCHEMA_ITEMS_MAX)) return stop(READ_TOO_MANY_ITEMS)
  const offsets = load<u32>(column + SCHEMA_OFFSETS)
  if (row === 0) store<u32>(offsets, 0)
  const first = load<u32>(offsets + (row << 2))
  if (first + items > load<u32>(column + SCHEMA_ITEM_CAPACITY)) {
    full = true
    return 0
  }
  const fields = load<u32>(column + SCHEMA_ITEMS)
  const count = load<u32>(column + SCHEMA_ITEM_COUNT)
  let at = start + 4
  for (let item: u32 = 0; item < items; item++) {
    for (let field: u32 = 0; field < count; field++) {
      at = readCell(fields + field * SCHEMA_SIZE, at, end, first + item, NO_ROW)
      if (at === 0) return 0
    }
  }
  store<u32>(offsets + ((row + 1) << 2), first + items)
  return at
}

/** Route and version of a row, what it shares with the row before, and whether it comes after. */
function placeRow(row: u32): void {
  const segment = segmentOf()
  store<u32>(table(TABLE_SEGMENTS) + (row << 2), segment)
  const keys = table(TABLE_KEYS)
  const mine = keys + ((row * keyParts) << 3)
  let shared: u32 = 0
  let order: i32 = 0
  let before: u32 = 0
  if (row > 0) {
    before = keys + (((row - 1) * keyParts) << 3)
  } else if (lastLength > 0) {
    before = table(TABLE_LAST_ROW)
  }
  const earlier = row > 0 ? load<u32>(table(TABLE_SEGMENTS) + ((row - 1) << 2)) : lastSegment
  if (before !== 0) {
    if (segment !== earlier) {
      order = segment > earlier ? 1 : -1
    } else {
      while (shared < keyParts) {
        const a = mine + (shared << 3)
        const b = before + (shared << 3)
        order = compareSlices(load<u32>(a), load<u32>(a + 4), load<u32>(b), load<u32>(b + 4))
        if (order !== 0) break
        shared += 1
      }
    }
  }
  let same: u32 = 0
  if (before !== 0 && segment === earlier && shared === keyParts && row > 0) {
    order = compareRows(row, row - 1)
    same = order === 0 ? 1 : 2
  }
  store<u32>(table(TABLE_SHARED) + (row << 2), shared)
  store<u32>(table(TABLE_SAME_KEY) + (row << 2), same)
  if (!trusted && order < 0) {
    fault = READ_OUT_OF_ORDER
    faultColumn = 0
  }
}

function compareRows(a: u32, b: u32): i32 {
  if (coded) return compareCoded(a, b)
  const starts = table(TABLE_ROW_STARTS)
  const x = load<u32>(starts + (a << 2))
  const y = load<u32>(starts + (b << 2))
  return compareSlices(
    x,
    load<u32>(starts + ((a + 1) << 2)) - x,
    y,
    load<u32>(starts + ((b + 1) << 2)) - y,
  )
}

/** Compares the bytes that two coded rows stand for. */
function compareCoded(a: u32, b: u32): i32 {
  const starts = table(TABLE_ROW_STARTS)
  leftAt = load<u32>(starts + (a << 2))
  rightAt = load<u32>(starts + (b << 2))
  return compareColumns(rowSchema, rowColumns)
}

let leftAt: u32 = 0
let rightAt: u32 = 0

function compareColumns(schema: u32, columns: u32): i32 {
  for (let index: u32 = 0; index < columns; index++) {
    const column = schema + index * SCHEMA_SIZE
    const type = load<u32>(column + SCHEMA_TYPE)
    let order: i32 = 0
    if (type === TYPE_LIST) order = compareLists(column)
    else if (type === TYPE_WIDE) order = compareBytes(16)
    else if (type === TYPE_TRUTH) order = compareBytes(1)
    else order = compareTextCells(column)
    if (order !== 0) return order
  }
  return 0
}

function compareBytes(length: u32): i32 {
  const order = compareSlices(leftAt, length, rightAt, length)
  leftAt += length
  rightAt += length
  return order
}

function compareLists(column: u32): i32 {
  const items = bswap(load<u32>(leftAt))
  let order = compareBytes(4)
  const fields = load<u32>(column + SCHEMA_ITEMS)
  const count = load<u32>(column + SCHEMA_ITEM_COUNT)
  for (let item: u32 = 0; item < items && order === 0; item++) {
    order = compareColumns(fields, count)
  }
  return order
}

/** Compares two texts as they stand in row bytes: their lengths come first. */
function compareTextCells(column: u32): i32 {
  leftAt = sliceOf(column, leftAt)
  const a = sliceText
  const aLength = sliceLength
  rightAt = sliceOf(column, rightAt)
  if (aLength !== sliceLength) return aLength < sliceLength ? -1 : 1
  return compareSlices(a, aLength, sliceText, sliceLength)
}

let sliceText: u32 = 0
let sliceLength: u32 = 0

/** Finds the text of a cell that was read before; gives where the next cell starts. */
function sliceOf(column: u32, start: u32): u32 {
  let at = start
  if (load<u32>(column + SCHEMA_CODED) !== 0) {
    const code = load<u32>(at)
    at += 4
    if (code !== 0 && load<u32>(column + SCHEMA_KEY) === NO_KEY) {
      const record = textAt(codeSymbol(code))
      sliceText = record + TEXT_START
      sliceLength = load<u32>(record + TEXT_LENGTH)
      return at
    }
  }
  sliceText = at + 4
  sliceLength = bswap(load<u32>(at))
  return sliceText + sliceLength
}

/** Rank of the route, then of the params version: what claims are ordered by before their key. */
function segmentOf(): u32 {
  let route: u32 = 0
  for (let i: u32 = 0; i < routeCount; i++) {
    if (load<u32>(routes + (i << 2)) === routeSymbol) {
      route = i + 1
      break
    }
  }
  let version = versionCount - 1
  while (version > 0) {
    const from = versions + (version << 4)
    const high = load<u64>(from + 8)
    if (openedHigh > high || (openedHigh === high && openedLow >= load<u64>(from))) break
    version -= 1
  }
  return (route << 16) | version
}

/** Keeps the key of a row, so that the next rows can be compared with it. */
export function rememberRow(row: u32): void {
  const memory_ = table(TABLE_LAST_ROW)
  const keys = table(TABLE_KEYS) + ((row * keyParts) << 3)
  let bytes = memory_ + (keyParts << 3)
  for (let part: u32 = 0; part < keyParts; part++) {
    const length = load<u32>(keys + (part << 3) + 4)
    memory.copy(bytes, load<u32>(keys + (part << 3)), length)
    store<u32>(memory_ + (part << 3), bytes)
    store<u32>(memory_ + (part << 3) + 4, length)
    bytes += length
  }
  lastLength = 1
  lastSegment = load<u32>(table(TABLE_SEGMENTS) + (row << 2))
}
