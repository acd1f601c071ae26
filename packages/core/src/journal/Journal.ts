import { bytesToHex } from '@noble/hashes/utils.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import type { Hasher } from '../hashing/Sha256.js'
import { decodeEntries } from './decodeEntries.js'
import { encodeBlockHead } from './encodeBlock.js'
import { encodeEntry } from './encodeEntry.js'
import { Timings } from '../hashing/Timings.js'
import type { JournalEntry } from './JournalEntry.js'
import { JournalSymbols, type SymbolCounts } from './JournalSymbols.js'

/** Claims per journal block. */
export const BLOCK_CLAIMS = 4096

/** The hash before the first block: 32 zero bytes, hex. */
export const FIRST_PREVIOUS: string = '0'.repeat(64)

/** Up to 4096 entries, chained by hash. */
export interface JournalBlock {
  readonly index: number
  readonly previous: string
  readonly hash: string
  readonly entries: readonly JournalEntry[]
}

/** A block as it was sealed: its canonical bytes, and its entries as far as someone reads them. */
export interface SealedBlock extends JournalBlock {
  /** Number of entries. */
  readonly count: number
  /** Canonical bytes, in two pieces: what stands before the entries, and the entries. */
  readonly head: Uint8Array
  readonly body: Uint8Array
}

/** Entries in canonical bytes, for a journal. */
export interface EncodedEntries {
  readonly bytes: Uint8Array
  readonly count: number
  /** `at` of the entries that have one, by their place among these. */
  readonly notes: ReadonlyMap<number, string>
}

/** Entries that wait to be encoded: few enough to die young. */
const WAITING_MAX = 128

/**
 * Collects entries into hash-chained blocks.
 *
 * Rule: hash = SHA-256 over the canonical bytes of a block: its index, the hash before, the symbols
 * that are new in it, its entries. Every block but the last holds 4096 entries. Single entries are
 * encoded some at a time, and hashed with their block.
 */
export class Journal {
  readonly symbols: JournalSymbols = new JournalSymbols()
  readonly #hasher: Hasher
  readonly #onBlock: (block: SealedBlock) => void
  readonly #timings: Timings
  #waiting: JournalEntry[] = []
  #body = new ByteWriter()
  #count = 0
  #notes = new Map<number, string>()
  #before: SymbolCounts = this.symbols.counts
  #previous = FIRST_PREVIOUS
  #blocks = 0

  constructor(
    hasher: Hasher,
    onBlock: (block: SealedBlock) => void,
    timings: Timings = new Timings(undefined),
  ) {
    this.#hasher = hasher
    this.#onBlock = onBlock
    this.#timings = timings
  }

  /** Blocks sealed so far. */
  get blocks(): number {
    return this.#blocks
  }

  /** Hash of the last block sealed. */
  get root(): string {
    return this.#previous
  }

  /** Entries that the block at hand still takes. */
  get room(): number {
    this.#encodeWaiting()
    return BLOCK_CLAIMS - this.#count
  }

  /** Adds an entry. */
  add(entry: JournalEntry): void {
    this.#waiting.push(entry)
    if (this.#waiting.length >= WAITING_MAX) this.#encodeWaiting()
  }

  /** Adds entries encoded with this journal's symbols: at most as many as there is room. */
  addEncoded({ bytes, count, notes }: EncodedEntries): void {
    this.#encodeWaiting()
    for (const [place, note] of notes) this.#notes.set(this.#count + place, note)
    this.#body.raw(bytes)
    this.#count += count
    if (this.#count === BLOCK_CLAIMS) this.#seal()
  }

  /** Seals what is left; a journal has at least one block, perhaps without entries. */
  finish(): void {
    this.#encodeWaiting()
    if (this.#count > 0 || this.#blocks === 0) this.#seal()
  }

  #encodeWaiting(): void {
    for (const entry of this.#waiting) {
      if (entry.at !== '') this.#notes.set(this.#count, entry.at)
      encodeEntry(this.#body, entry, this.symbols)
      this.#count += 1
      if (this.#count === BLOCK_CLAIMS) this.#seal()
    }
    if (this.#waiting.length > 0) this.#waiting = []
  }

  #seal(): void {
    const { symbols } = this
    const [index, previous, count, notes] = [this.#blocks, this.#previous, this.#count, this.#notes]
    const body = this.#body.take()
    const head = encodeBlockHead(
      { index, previous },
      { symbols, before: this.#before, entries: count },
    )
    const phase = this.#timings.start('hash')
    const stream = this.#hasher.start()
    stream.update(head)
    stream.update(body)
    const hash = bytesToHex(stream.digest())
    this.#timings.start('write')
    this.#before = symbols.counts
    this.#count = 0
    this.#notes = new Map()
    this.#previous = hash
    this.#blocks += 1
    this.#onBlock(sealed({ index, previous, hash, head, body, count }, symbols, notes))
    this.#timings.start(phase)
  }
}

function sealed(
  block: Omit<SealedBlock, 'entries'>,
  symbols: JournalSymbols,
  notes: ReadonlyMap<number, string>,
): SealedBlock {
  let entries: readonly JournalEntry[] | undefined
  return Object.freeze({
    ...block,
    get entries() {
      entries ??= decodeEntries(block.body, { count: block.count, symbols, notes })
      return entries
    },
  })
}
