import { BLOCK_ROWS_MAX, type RowBlock } from '../rows/RowBlock.js'
import { viewOf } from '../rows/RowsFile.js'
import type { KeyWriter } from './KeyWriter.js'

/** Rows with their sort keys. Row `i` ends where row `i + 1` starts, and so does its key. */
export interface KeyedRows {
  readonly rows: number
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly starts: Uint32Array
  readonly keys: Uint8Array
  readonly keyView: DataView
  readonly keyStarts: Uint32Array
}

/** The rows of one block after another, with their keys. */
export class KeyedBlock implements KeyedRows {
  rows = 0
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = viewOf(this.bytes)
  starts: Uint32Array = new Uint32Array(1)
  keys: Uint8Array = new Uint8Array(64 * 1024)
  keyView: DataView = viewOf(this.keys)
  readonly keyStarts = new Uint32Array(BLOCK_ROWS_MAX + 1)
  readonly #writer: KeyWriter

  constructor(writer: KeyWriter) {
    this.#writer = writer
  }

  /** Takes the rows of a block instead of those before. Errors: `rows-invalid`. */
  fill({ bytes, offsets, rows }: RowBlock): void {
    this.rows = rows
    this.bytes = bytes
    this.view = viewOf(bytes)
    this.starts = offsets
    let end = 0
    for (let row = 0; row < rows; row++) {
      const length = this.#writer.measure(this, offsets[row] ?? 0, offsets[row + 1] ?? 0)
      if (end + length > this.keys.length) this.#grow(end + length)
      this.#writer.write(this, end)
      end += length
      this.keyStarts[row + 1] = end
    }
  }

  #grow(length: number): void {
    const keys = new Uint8Array(Math.max(this.keys.length * 2, length))
    keys.set(this.keys)
    this.keys = keys
    this.keyView = viewOf(keys)
  }
}

/** Rows that `touchRows` touches. */
export const TOUCHED_ROWS = 32
const CACHE_LINE = 64

/** What was read last. It is kept so that the reading is not optimized away. */
let touched = 0

/**
 * Reads a byte of each cache line of the next rows of an order, so that the processor fetches them
 * side by side: rows in an order of their own lie anywhere in memory, and to wait for one after the
 * other takes twice as long.
 */
export function touchRows(rows: KeyedRows, order: Uint32Array, from: number): void {
  const { bytes, starts, keys, keyStarts } = rows
  const to = Math.min(from + TOUCHED_ROWS, rows.rows)
  let sum = touched & 1
  for (let place = from; place < to; place++) {
    const row = order[place] ?? 0
    const end = starts[row + 1] ?? 0
    for (let at = starts[row] ?? 0; at < end; at += CACHE_LINE) sum += bytes[at] ?? 0
    sum += keys[keyStarts[row] ?? 0] ?? 0
  }
  touched = sum
}

/** One row and its key, on its own. */
export interface KeyedRow {
  readonly key: Uint8Array
  readonly row: Uint8Array
}

/** A copy of one of the rows. */
export function copyRow(from: KeyedRows, row: number): KeyedRow {
  return {
    key: from.keys.slice(from.keyStarts[row], from.keyStarts[row + 1]),
    row: from.bytes.slice(from.starts[row], from.starts[row + 1]),
  }
}

/** One row, as a list of rows. */
export function toRows({ key, row }: KeyedRow): KeyedRows {
  return {
    rows: 1,
    bytes: row,
    view: viewOf(row),
    starts: Uint32Array.of(0, row.length),
    keys: key,
    keyView: viewOf(key),
    keyStarts: Uint32Array.of(0, key.length),
  }
}

/** One of some rows. */
export interface RowPlace {
  readonly rows: KeyedRows
  readonly row: number
}

/** Compares two rows in canonical order. Their keys agree in the first `depth` bytes. */
export function compareRows(a: RowPlace, b: RowPlace, depth = 0): number {
  const byKey = compareStrings(
    { view: a.rows.keyView, starts: a.rows.keyStarts, row: a.row, depth },
    { view: b.rows.keyView, starts: b.rows.keyStarts, row: b.row, depth },
  )
  if (byKey !== 0) return byKey
  return compareStrings(
    { view: a.rows.view, starts: a.rows.starts, row: a.row, depth: 0 },
    { view: b.rows.view, starts: b.rows.starts, row: b.row, depth: 0 },
  )
}

/** The byte string of one row, from `depth` on. */
interface StringPlace {
  readonly view: DataView
  readonly starts: Uint32Array
  readonly row: number
  readonly depth: number
}

/** Compares bytes; a prefix comes first. */
function compareStrings(a: StringPlace, b: StringPlace): number {
  const [left, right] = [a.view, b.view]
  const start = (a.starts[a.row] ?? 0) + a.depth
  const otherStart = (b.starts[b.row] ?? 0) + b.depth
  const bytes = (a.starts[a.row + 1] ?? 0) - start
  const otherBytes = (b.starts[b.row + 1] ?? 0) - otherStart
  const length = Math.min(bytes, otherBytes)
  let i = 0
  for (; i + 4 <= length; i += 4) {
    const x = left.getUint32(start + i)
    const y = right.getUint32(otherStart + i)
    if (x !== y) return x < y ? -1 : 1
  }
  for (; i < length; i++) {
    const difference = left.getUint8(start + i) - right.getUint8(otherStart + i)
    if (difference !== 0) return difference
  }
  return bytes - otherBytes
}
