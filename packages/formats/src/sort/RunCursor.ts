import type { RowBlock } from '../rows/RowBlock.js'
import { KeyedBlock, TOUCHED_ROWS, touchRows, type KeyedRows } from './KeyedRows.js'
import type { KeyWriter } from './KeyWriter.js'
import type { StoredRun } from './StoredRuns.js'

/** Walks sorted rows; `row` of `rows` comes next, unless it is done. */
export interface RunCursor {
  readonly rows: KeyedRows
  readonly row: number
  readonly isDone: boolean
  /** Moves on; false where `load` must bring more rows first. */
  advance(): boolean
  /** Brings more rows, or ends the cursor. */
  load(): Promise<void>
  /** Waits for what is still being read. */
  close(): Promise<void>
}

/** Walks rows in memory, in a given order. */
export class MemoryCursor implements RunCursor {
  readonly rows: KeyedRows
  row: number
  isDone: boolean
  readonly #order: Uint32Array
  #place = 0

  constructor(rows: KeyedRows, order: Uint32Array) {
    this.rows = rows
    this.#order = order
    this.row = order[0] ?? 0
    this.isDone = rows.rows === 0
  }

  advance(): boolean {
    this.#place += 1
    if (this.#place >= this.rows.rows) return false
    if (this.#place % TOUCHED_ROWS === 0) touchRows(this.rows, this.#order, this.#place)
    this.row = this.#order[this.#place] ?? 0
    return true
  }

  load(): Promise<void> {
    this.isDone = true
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** Walks a stored run: a block is read while the one before is walked. */
export class StoredCursor implements RunCursor {
  readonly rows: KeyedBlock
  row = 0
  isDone = false
  readonly #run: StoredRun
  #memory: ArrayBuffer
  #nextMemory: ArrayBuffer
  #index = 0
  #next: Promise<RowBlock | undefined> = Promise.resolve(undefined)

  private constructor(run: StoredRun, writer: KeyWriter) {
    this.#run = run
    this.rows = new KeyedBlock(writer)
    this.#memory = new ArrayBuffer(run.bytesMax)
    this.#nextMemory = new ArrayBuffer(run.bytesMax)
    this.#prefetch()
  }

  static async of(run: StoredRun, writer: KeyWriter): Promise<StoredCursor> {
    const cursor = new StoredCursor(run, writer)
    await cursor.load()
    return cursor
  }

  advance(): boolean {
    this.row += 1
    return this.row < this.rows.rows
  }

  async load(): Promise<void> {
    const block = await this.#next
    this.isDone = block === undefined
    if (block === undefined) return
    this.#prefetch()
    this.rows.fill(block)
    this.row = 0
  }

  async close(): Promise<void> {
    await this.#next.catch(() => undefined)
  }

  #prefetch(): void {
    const memory = this.#nextMemory
    this.#nextMemory = this.#memory
    this.#memory = memory
    this.#next = this.#run.read(this.#index, memory)
    this.#next.catch(() => undefined)
    this.#index += 1
  }
}
