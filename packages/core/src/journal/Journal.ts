import type { Hasher } from '../hashing/Sha256.js'
import { encodeBlock } from './encodeBlock.js'
import type { JournalEntry } from './JournalEntry.js'

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

/**
 * Collects entries into hash-chained blocks.
 *
 * Rule: hash = SHA-256 over index, previous hash and the canonical bytes of the entries; names are
 * written once, where they first appear in canonical order, and by number from then on.
 */
export class Journal {
  readonly #hasher: Hasher
  readonly #symbols = new Map<string, number>()
  readonly #onBlock: (block: JournalBlock) => void
  #entries: JournalEntry[] = []
  #previous = FIRST_PREVIOUS
  #blocks = 0

  constructor(hasher: Hasher, onBlock: (block: JournalBlock) => void) {
    this.#hasher = hasher
    this.#onBlock = onBlock
  }

  add(entry: JournalEntry): void {
    this.#entries.push(entry)
    if (this.#entries.length === BLOCK_CLAIMS) this.#seal()
  }

  /** Seals what is left and gives the root: the hash of the last block. */
  finish(): { readonly root: string; readonly blocks: number } {
    if (this.#entries.length > 0 || this.#blocks === 0) this.#seal()
    return { root: this.#previous, blocks: this.#blocks }
  }

  #seal(): void {
    const [index, previous, entries] = [this.#blocks, this.#previous, this.#entries]
    const bytes = encodeBlock({ index, previous, entries }, this.#symbols)
    const hash = this.#hasher.hex(bytes)
    this.#entries = []
    this.#previous = hash
    this.#blocks += 1
    this.#onBlock(Object.freeze({ index, previous, hash, entries: Object.freeze(entries) }))
  }
}
