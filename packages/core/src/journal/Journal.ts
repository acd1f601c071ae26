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
 * written once, where they first appear in canonical order, and by number from then on. Blocks are
 * sealed when the journal is finished, so that a command does not wait for hashing.
 */
export class Journal {
  readonly #hasher: Hasher
  readonly #entries: JournalEntry[] = []

  constructor(hasher: Hasher) {
    this.#hasher = hasher
  }

  add(entry: JournalEntry): void {
    this.#entries.push(entry)
  }

  /** Seals every block; at least one, perhaps without entries. */
  finish(): readonly JournalBlock[] {
    const symbols = new Map<string, number>()
    const blocks: JournalBlock[] = []
    let previous = FIRST_PREVIOUS
    for (let start = 0; start === 0 || start < this.#entries.length; start += BLOCK_CLAIMS) {
      const entries = Object.freeze(this.#entries.slice(start, start + BLOCK_CLAIMS))
      const index = blocks.length
      const hash = this.#hasher.hex(encodeBlock({ index, previous, entries }, symbols))
      blocks.push(Object.freeze({ index, previous, hash, entries }))
      previous = hash
    }
    return blocks
  }
}
