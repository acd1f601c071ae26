import { BLOCK_BYTES_MAX, BLOCK_ROWS_MAX, type RowBlock } from './RowBlock.js'

/** Room kept beyond the end, so that ordinary rows need no look at it. */
const SPARE_BYTES = 64 * 1024
const FIRST_BYTES = 4 * SPARE_BYTES

/** Collects row bytes into blocks. The memory of a block that was taken is its own. */
export class BlockBuilder {
  /** Where rows are written; `end` bytes of it are taken. */
  bytes: Uint8Array = new Uint8Array(FIRST_BYTES)
  view: DataView = new DataView(this.bytes.buffer)
  end = 0
  rows = 0
  readonly #offsets = new Uint32Array(BLOCK_ROWS_MAX + 1)
  readonly #bytesMax: number

  constructor({ bytesMax = BLOCK_BYTES_MAX }: { readonly bytesMax?: number } = {}) {
    this.#bytesMax = bytesMax
  }

  /** Whether the block must be taken before another row is written. */
  get isFull(): boolean {
    return this.rows === BLOCK_ROWS_MAX || this.end >= this.#bytesMax
  }

  /** Makes room for a row that ends at `end`, and some to spare. */
  reserve(end: number): void {
    if (end + SPARE_BYTES <= this.bytes.length) return
    const doubled = Math.min(this.bytes.length * 2, this.#bytesMax + SPARE_BYTES)
    const bytes = new Uint8Array(Math.max(end + SPARE_BYTES, doubled))
    bytes.set(this.bytes.subarray(0, this.end))
    this.#use(bytes)
  }

  /** Ends the row that was written from the old `end` on. */
  commit(end: number): void {
    this.end = end
    this.rows += 1
    this.#offsets[this.rows] = end
  }

  /** Adds a row to a block that is not full. */
  append(row: Uint8Array): void {
    const end = this.end + row.length
    this.reserve(end)
    this.bytes.set(row, this.end)
    this.commit(end)
  }

  /** The block so far, in memory of its own; the next one starts empty. */
  take(): RowBlock {
    const { bytes, offsets, rows } = this.peek()
    this.clear()
    return { bytes: bytes.slice(), offsets: offsets.slice(), rows }
  }

  /** The block so far, in memory that the next one will use. */
  peek(): RowBlock {
    const { rows } = this
    const offsets = this.#offsets.subarray(0, rows + 1)
    return { bytes: this.bytes.subarray(0, this.end), offsets, rows }
  }

  /** Starts an empty block. */
  clear(): void {
    this.end = 0
    this.rows = 0
  }

  #use(bytes: Uint8Array): void {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
  }
}
