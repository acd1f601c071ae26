import { tmpdir } from 'node:os'
import { BlockBuilder } from '../rows/BlockBuilder.js'
import { assertBlock, type RowBlock, type RowBlocks } from '../rows/RowBlock.js'
import { compareRows, copyRow, toRows, type KeyedRow } from './KeyedRows.js'
import { KeyWriter } from './KeyWriter.js'
import { fileRuns } from './fileRuns.js'
import { RowArena } from './RowArena.js'
import { MemoryCursor, StoredCursor, type RunCursor } from './RunCursor.js'
import { RunMerge } from './RunMerge.js'
import type { RowOrder } from './RowOrder.js'
import type { RunStore } from './RunStore.js'
import { StoredRuns, type StoredRun } from './StoredRuns.js'

export interface SortOptions {
  /** Bytes of memory, about. Default 128 MiB. */
  readonly memoryBytes?: number
  /** Where runs are kept while there are more rows than memory. Default: files in the system's
   * folder for temporary files. */
  readonly runs?: RunStore
  /** Lets blocks lie in memory that later ones use: each is valid until the next is asked for. */
  readonly reuse?: boolean
}

export const SORT_MEMORY_BYTES: number = 128 * 1024 * 1024

/** Part of the memory that holds rows; the rest is for what is written and read. */
const ARENA_SHARE = 0.85
/** Runs that are merged at a time. Each takes two blocks of memory. */
const FAN_IN = 32

/**
 * Brings blocks of rows into canonical order, in a fixed amount of memory.
 *
 * Rule: all blocks are read before the first one is given. Rows that come in order make one run,
 * which is given back as it is.
 * Errors: `row-block-invalid`, `rows-invalid`, `sort-store-failed`.
 */
export async function* sortRows(
  order: RowOrder,
  blocks: RowBlocks,
  { memoryBytes = SORT_MEMORY_BYTES, runs = fileRuns(tmpdir()), reuse = false }: SortOptions = {},
): AsyncGenerator<RowBlock, void> {
  const sort = new ExternalSort(order, { memoryBytes, runs, reuse })
  try {
    for await (const block of blocks) await sort.add(block)
    yield* sort.rows()
  } finally {
    await sort.close()
  }
}

class ExternalSort {
  readonly #reuse: boolean
  readonly #writer: KeyWriter
  readonly #arena: RowArena
  readonly #stored: StoredRuns
  #runs: StoredRun[] = []
  #isWriting = false
  /** Last row of the run that is being written. */
  #last: KeyedRow | undefined

  constructor(order: RowOrder, { memoryBytes, runs, reuse }: Required<SortOptions>) {
    this.#reuse = reuse
    this.#writer = new KeyWriter(order)
    this.#arena = new RowArena(this.#writer, memoryBytes * ARENA_SHARE)
    this.#stored = new StoredRuns(runs)
  }

  async add(block: RowBlock): Promise<void> {
    assertBlock(block)
    let row = 0
    while (row < block.rows) {
      row = this.#arena.add(block, row)
      if (row < block.rows) await this.#spill()
    }
  }

  /** The rows in order. The last run stays in memory. */
  async *rows(): AsyncGenerator<RowBlock, void> {
    this.#arena.sort()
    if (!this.#isWriting) {
      yield* this.#inMemory()
      return
    }
    const isOneRun = this.#runs.length === 0 && this.#follows()
    await this.#finishRun()
    const [only] = this.#runs
    if (isOneRun && only !== undefined) {
      yield* blocksOf(only)
      yield* this.#inMemory()
    } else {
      yield* this.#merged()
    }
  }

  async close(): Promise<void> {
    await this.#stored.close()
  }

  *#inMemory(): Generator<RowBlock, void> {
    const block = new BlockBuilder()
    for (let place = 0; place < this.#arena.rows;) {
      place = this.#arena.fill(block, place)
      yield* this.#give(block)
    }
  }

  *#give(block: BlockBuilder): Generator<RowBlock, void> {
    if (!this.#reuse) {
      yield block.take()
      return
    }
    yield block.peek()
    block.clear()
  }

  async *#merged(): AsyncGenerator<RowBlock, void> {
    while (this.#runs.length >= FAN_IN) await this.#mergeFirst()
    const cursors: RunCursor[] = [new MemoryCursor(this.#arena, this.#arena.order)]
    const merge = await this.#openMerge(this.#runs, cursors)
    const block = new BlockBuilder()
    try {
      for (;;) {
        await merge.fill(block)
        if (block.rows === 0) return
        yield* this.#give(block)
      }
    } finally {
      await merge.close()
    }
  }

  /** Makes one run of the oldest ones, so that the rest can be merged at once. */
  async #mergeFirst(): Promise<void> {
    const stored = this.#stored
    const runs = this.#runs.splice(0, FAN_IN)
    await stored.start()
    const merge = await this.#openMerge(runs, [])
    try {
      for (;;) {
        await merge.fill(stored.block)
        if (stored.block.rows === 0) break
        await stored.flush()
      }
    } finally {
      await merge.close()
    }
    this.#runs.push(await stored.finish())
    for (const run of runs) await run.release()
  }

  async #openMerge(runs: readonly StoredRun[], cursors: RunCursor[]): Promise<RunMerge> {
    for (const run of runs) cursors.push(await StoredCursor.of(run, this.#writer))
    return new RunMerge(cursors)
  }

  /** Writes the rows in memory to the run at hand, or to a new one where they do not follow it. */
  async #spill(): Promise<void> {
    const arena = this.#arena
    const stored = this.#stored
    arena.sort()
    if (!this.#follows()) {
      await this.#finishRun()
      await stored.start()
      this.#isWriting = true
    }
    for (let place = 0; place < arena.rows;) {
      place = arena.fill(stored.block, place)
      if (stored.block.isFull) await stored.flush()
    }
    this.#last = copyRow(arena, arena.order[arena.rows - 1] ?? 0)
    arena.clear()
  }

  async #finishRun(): Promise<void> {
    if (this.#isWriting) this.#runs.push(await this.#stored.finish())
    this.#isWriting = false
  }

  /** Whether the sorted rows in memory continue the run that is being written. */
  #follows(): boolean {
    if (!this.#isWriting || this.#last === undefined) return false
    const last = { rows: toRows(this.#last), row: 0 }
    return compareRows(last, { rows: this.#arena, row: this.#arena.order[0] ?? 0 }) <= 0
  }
}

/** The blocks of a run, each in memory of its own. */
async function* blocksOf(run: StoredRun): AsyncGenerator<RowBlock, void> {
  for (let index = 0; index < run.blocks; index++) {
    const block = await run.read(index, new ArrayBuffer(run.bytesOf(index)))
    if (block !== undefined) yield block
  }
}
