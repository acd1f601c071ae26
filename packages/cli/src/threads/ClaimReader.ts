import type { PushedRows } from '@tlmkit/core'
import { Worker } from 'node:worker_threads'
import type { ClaimSource, OnRows } from '../streaming/orderedBlocks.js'
import { fromFault, toFault } from './faults.js'
import type { FromReader, ReadTask, SentBlock, ToReader } from './messages.js'

/** What is to be read, and who hears how far it is. */
export interface ClaimReading {
  readonly task: ReadTask
  readonly sources: readonly ClaimSource[]
  readonly onRows: OnRows | undefined
}

/** Memory of the thread for what it soon forgets, in MiB: it makes little of that. */
const YOUNG_MIB = 4

/** What ended the rows of a kind. */
type End = Extract<FromReader, { readonly type: 'end' | 'fault' }>

/** A thread that reads claims ahead of those who use them. */
export class ClaimReader {
  readonly #worker: Worker
  readonly #blocks: SentBlock[] = []
  readonly #gone: Promise<void>
  #end: End | undefined
  #reading: ClaimReading | undefined
  #wake: (() => void) | undefined

  constructor() {
    const entry = import.meta.url.endsWith('.ts') ? './readerThread.ts' : './readerThread.js'
    this.#worker = new Worker(new URL(entry, import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    })
    this.#worker.on('message', (message: FromReader) => {
      this.#hear(message)
    })
    this.#worker.on('error', (error) => {
      this.#finish({ type: 'fault', fault: toFault(error) })
    })
    this.#gone = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#finish({ type: 'fault', fault: toFault(new Error('the reading thread ended')) })
        resolve()
      })
    })
  }

  /**
   * The rows of a kind, in canonical order; each is valid until the next one is asked for. Gives
   * the digest of coded rows at the end.
   *
   * Errors: those of `orderedBlocks`; `rows-invalid`.
   */
  async *read(reading: ClaimReading): AsyncGenerator<PushedRows, Uint8Array | undefined> {
    this.#reading = reading
    this.#end = undefined
    this.#tell({ type: 'read', task: reading.task })
    for (;;) {
      const block = this.#blocks.shift()
      if (block !== undefined) {
        yield toRows(block)
        this.#tell({ type: 'used', memory: block.memory }, [block.memory])
      } else {
        const end = this.#ended()
        if (end !== undefined) return endOf(end)
        await this.#more()
      }
    }
  }

  /** Ends the thread: what it holds is let go. */
  async close(): Promise<void> {
    this.#tell({ type: 'stop' })
    await this.#gone
  }

  #ended(): End | undefined {
    return this.#end
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #hear(message: FromReader): void {
    switch (message.type) {
      case 'block':
        this.#blocks.push(message)
        this.#wake?.()
        return
      case 'rows':
        this.#reading?.onRows?.(message.doing, message.rows)
        return
      case 'sorted':
        this.#reading?.onRows?.('settling', message.rows, message.total)
        return
      case 'bytes':
        this.#reading?.sources[message.file]?.onBytes?.(message.bytes, message.of)
        return
      case 'end':
      case 'fault':
        this.#finish(message)
    }
  }

  #finish(end: End): void {
    this.#end ??= end
    this.#wake?.()
  }

  #tell(message: ToReader, memory: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, [...memory])
  }
}

function endOf(end: End): Uint8Array | undefined {
  if (end.type === 'fault') throw fromFault(end.fault)
  return end.digest
}

function toRows({ memory, rowBytes, textBytes, rows, texts }: SentBlock): PushedRows {
  const bytes = new Uint8Array(memory, 0, rowBytes)
  if (texts === undefined) return { bytes, rows }
  return {
    bytes,
    rows,
    texts: { bytes: new Uint8Array(memory, rowBytes, textBytes), count: texts },
  }
}
