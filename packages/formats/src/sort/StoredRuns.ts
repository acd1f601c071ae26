import { InputError, isTlmkitError } from '@tlmkit/core/rows'
import { crc32 } from 'node:zlib'
import { BlockBuilder } from '../rows/BlockBuilder.js'
import type { RowBlock } from '../rows/RowBlock.js'
import type { RunFile, RunStore } from './RunStore.js'

/** Bytes of a block of a run, about: each run that is merged holds two in memory. */
const RUN_BLOCK_BYTES = 256 * 1024
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Where a block of a run is, and what it must be. */
interface StoredBlock {
  readonly at: number
  /** Bytes of its rows. */
  readonly end: number
  readonly rows: number
  readonly crc: number
}

/**
 * Writes runs to a store, block by block: one is written while the next one is filled.
 *
 * Errors: `sort-store-failed`.
 */
export class StoredRuns {
  readonly #store: RunStore
  #file: RunFile | undefined
  #blocks: StoredBlock[] = []
  #end = 0
  #pending: Promise<void> = Promise.resolve()
  #filling = new BlockBuilder({ bytesMax: RUN_BLOCK_BYTES })
  #writing = new BlockBuilder({ bytesMax: RUN_BLOCK_BYTES })

  constructor(store: RunStore) {
    this.#store = store
  }

  /** The block that is being filled: `flush` it when it is full. */
  get block(): BlockBuilder {
    return this.#filling
  }

  /** Starts a run. */
  async start(): Promise<void> {
    this.#file = await stored(() => this.#store.create())
    this.#blocks = []
    this.#end = 0
  }

  /** Writes the block that was filled. */
  async flush(): Promise<void> {
    await this.#pending
    const full = this.#filling
    if (full.rows === 0) return
    this.#filling = this.#writing
    this.#writing = full
    this.#pending = this.#write(full)
    full.clear()
    this.#pending.catch(() => undefined)
  }

  /** Writes the rows and, after them at a multiple of 4, their offsets. */
  async #write(block: BlockBuilder): Promise<void> {
    const { end, rows } = block
    const length = roundUp(end) + 4 * (rows + 1)
    block.reserve(length)
    block.peek().offsets.forEach((offset, row) => {
      block.view.setUint32(roundUp(end) + 4 * row, offset, isLittleEndian)
    })
    const bytes = block.bytes.subarray(0, length)
    this.#blocks.push({ at: this.#end, end, rows, crc: crc32(bytes) })
    this.#end += length
    await stored(async () => this.#file?.write(bytes))
  }

  /** Ends the run. */
  async finish(): Promise<StoredRun> {
    await this.flush()
    await this.#pending
    if (this.#file === undefined) throw new TypeError('no run was started')
    return new StoredRun(this.#file, this.#blocks)
  }

  /** Deletes everything. */
  async close(): Promise<void> {
    await this.#pending.catch(() => undefined)
    await stored(() => this.#store.close())
  }
}

/** A run that was written. Errors: `sort-store-failed`. */
export class StoredRun {
  readonly #file: RunFile
  readonly #blocks: readonly StoredBlock[]

  constructor(file: RunFile, blocks: readonly StoredBlock[]) {
    this.#file = file
    this.#blocks = blocks
  }

  get blocks(): number {
    return this.#blocks.length
  }

  /** Bytes that the largest block takes to be read into. */
  get bytesMax(): number {
    return this.#blocks.reduce((most, _, index) => Math.max(most, this.bytesOf(index)), 0)
  }

  /** Bytes that a block takes. */
  bytesOf(index: number): number {
    const { end = 0, rows = 0 } = this.#blocks[index] ?? {}
    return roundUp(end) + 4 * (rows + 1)
  }

  /** Reads a block into memory that has room for it. */
  async read(index: number, memory: ArrayBuffer): Promise<RowBlock | undefined> {
    const block = this.#blocks[index]
    if (block === undefined) return undefined
    const bytes = new Uint8Array(memory, 0, this.bytesOf(index))
    await stored(() => this.#file.read(bytes, block.at))
    if (crc32(bytes) !== block.crc) throw changed()
    const offsets = new Uint32Array(memory, roundUp(block.end), block.rows + 1)
    return { bytes: bytes.subarray(0, block.end), offsets, rows: block.rows }
  }

  async release(): Promise<void> {
    await stored(() => this.#file.release())
  }
}

/** The next multiple of 4. */
function roundUp(length: number): number {
  return (length + 3) & ~3
}

async function stored<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (isTlmkitError(error)) throw error
    throw storeFault(error instanceof Error ? error.message : String(error), error)
  }
}

function changed(): InputError {
  return storeFault('bytes that were written came back changed')
}

function storeFault(what: string, cause?: unknown): InputError {
  return new InputError({
    code: 'sort-store-failed',
    message: `Sorted runs cannot be kept: ${what}. Sort in a folder that can be written, with room for all rows.`,
    cause,
  })
}
