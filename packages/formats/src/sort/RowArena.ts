import type { BlockBuilder } from '../rows/BlockBuilder.js'
import type { RowBlock } from '../rows/RowBlock.js'
import { viewOf } from '../rows/RowsFile.js'
import { TOUCHED_ROWS, compareRows, touchRows, type KeyedRows } from './KeyedRows.js'
import type { KeyWriter } from './KeyWriter.js'
import { RowSorter } from './RowSorter.js'

/** Rows of one run, at most: what the sorter's numbers take. */
const ROWS_MAX = 0xff_ffff
/** Bytes of a row besides its own and its key's: two places, and what sorting takes. */
const ROW_OVERHEAD = 20
const WORD = 8

/** Collects rows in a fixed amount of memory and brings them into canonical order. */
export class RowArena implements KeyedRows {
  rows = 0
  bytes: Uint8Array
  view: DataView
  starts: Uint32Array
  keys: Uint8Array
  keyView: DataView
  keyStarts: Uint32Array
  readonly #writer: KeyWriter
  #memory: ArrayBuffer
  #order: Uint32Array
  #scratch: BigUint64Array
  #isOrdered = true

  constructor(writer: KeyWriter, bytesMax: number) {
    this.#writer = writer
    this.#memory = new ArrayBuffer(Math.max(WORD, Math.floor(bytesMax)))
    this.bytes = new Uint8Array(this.#memory, 0, 0)
    this.view = new DataView(this.#memory)
    this.starts = new Uint32Array(1)
    this.keys = this.bytes
    this.keyView = this.view
    this.keyStarts = this.starts
    this.#order = this.starts
    this.#scratch = new BigUint64Array(1)
  }

  /** Whether the rows came in canonical order. */
  get isOrdered(): boolean {
    return this.#isOrdered
  }

  /** Where in the order of arrival the row at a place of the canonical order is. */
  get order(): Uint32Array {
    return this.#order
  }

  /**
   * Adds rows of a block from row `from` on; gives the first row for which there is no room, or
   * the number of its rows. An empty arena takes at least one.
   */
  add(block: RowBlock, from: number): number {
    if (this.rows === 0) this.#plan(block, from)
    const { starts, keys, keyStarts } = this
    const { bytes, offsets, rows } = block
    const [first, shift] = [this.rows, (starts[this.rows] ?? 0) - (offsets[from] ?? 0)]
    const source = { bytes, view: viewOf(bytes) }
    const rowsMax = Math.min(rows, from + starts.length - 1 - first)
    let end = keyStarts[first] ?? 0
    let row = from
    for (; row < rowsMax; row++) {
      const rowEnd = offsets[row + 1] ?? 0
      const length = this.#writer.measure(source, offsets[row] ?? 0, rowEnd)
      if (rowEnd + shift > this.bytes.length || end + length > keys.length) break
      this.#writer.write(this, end)
      end += length
      this.rows += 1
      starts[this.rows] = rowEnd + shift
      keyStarts[this.rows] = end
    }
    this.bytes.set(bytes.subarray(offsets[from], offsets[row]), starts[first])
    for (let added = Math.max(1, first); this.#isOrdered && added < this.rows; added++) {
      this.#isOrdered = compareRows({ rows: this, row: added - 1 }, { rows: this, row: added }) <= 0
    }
    return row
  }

  /** Brings the rows into canonical order, which `order` then gives. */
  sort(): void {
    const order = this.#order
    for (let row = 0; row < this.rows; row++) order[row] = row
    if (!this.#isOrdered) new RowSorter(this, this.#scratch).sort(order.subarray(0, this.rows))
    this.#isOrdered = true
  }

  /** Adds the rows from a place of the canonical order on to a block; gives the next place. */
  fill(block: BlockBuilder, from: number): number {
    const { starts, bytes } = this
    let place = from
    for (; place < this.rows && !block.isFull; place++) {
      if (place % TOUCHED_ROWS === 0) touchRows(this, this.#order, place)
      const row = this.#order[place] ?? 0
      block.append(bytes.subarray(starts[row], starts[row + 1]))
    }
    return place
  }

  /** Forgets the rows. */
  clear(): void {
    this.rows = 0
    this.#isOrdered = true
  }

  /** Shares the memory out for rows like those to come. */
  #plan({ bytes, offsets, rows }: RowBlock, from: number): void {
    const [start, end] = [offsets[from] ?? 0, offsets[from + 1] ?? 0]
    const keyBytes = this.#writer.measure({ bytes, view: viewOf(bytes) }, start, end) + 2
    const rowBytes = Math.max(1, (bytes.length - start) / (rows - from))
    const least = roundUp(end - start) + roundUp(keyBytes) + 8 * WORD + ROW_OVERHEAD
    if (this.#memory.byteLength < least) this.#memory = new ArrayBuffer(least)
    const room = this.#memory.byteLength
    const byShare = Math.floor(room / (rowBytes + keyBytes + ROW_OVERHEAD))
    const besideFirst = 1 + Math.floor((room - least) / ROW_OVERHEAD)
    const rowsMax = Math.max(1, Math.min(ROWS_MAX, byShare, besideFirst))
    let at = 0
    const place = (length: number): number => {
      const start = at
      at += roundUp(length)
      return start
    }
    this.#scratch = new BigUint64Array(this.#memory, place(WORD * rowsMax), rowsMax)
    this.#order = new Uint32Array(this.#memory, place(4 * rowsMax), rowsMax)
    this.starts = new Uint32Array(this.#memory, place(4 * (rowsMax + 1)), rowsMax + 1)
    this.keyStarts = new Uint32Array(this.#memory, place(4 * (rowsMax + 1)), rowsMax + 1)
    const keysMax = Math.max(
      keyBytes,
      Math.min(keyBytes * rowsMax, room - at - WORD - (end - start)),
    )
    this.keys = new Uint8Array(this.#memory, place(keysMax), keysMax)
    this.keyView = viewOf(this.keys)
    this.bytes = new Uint8Array(this.#memory, at)
    this.view = viewOf(this.bytes)
    this.starts[0] = 0
    this.keyStarts[0] = 0
  }
}

function roundUp(length: number): number {
  return Math.ceil(length / WORD) * WORD
}
