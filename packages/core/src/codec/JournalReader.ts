import { InputError } from '../errors/InputError.js'
import type { Hasher } from '../hashing/Sha256.js'
import { encodeBlock } from '../journal/encodeBlock.js'
import { FIRST_PREVIOUS, type JournalBlock } from '../journal/Journal.js'
import type { JournalEntry } from '../journal/JournalEntry.js'
import { JournalSymbols } from '../journal/JournalSymbols.js'
import { parseEntry, parseSeal } from './journalJson.js'

/**
 * Reads a journal line by line and checks every block against its hash.
 *
 * Rule: each block is encoded again from its lines; its hash, its place and the hash before it must
 * be those that its seal states, so that a line changed, lost, added or moved is noticed.
 * Errors: `journal-block-differs`, `journal-chain-broken`, `journal-truncated`, each naming the
 * block and its lines; `journal-line-invalid`.
 */
export class JournalReader {
  readonly #hasher: Hasher
  readonly #onBlock: (block: JournalBlock) => void
  readonly #symbols = new JournalSymbols()
  #entries: JournalEntry[] = []
  #firstWhere = ''
  #previous = FIRST_PREVIOUS
  #blocks = 0

  constructor(hasher: Hasher, onBlock: (block: JournalBlock) => void) {
    this.#hasher = hasher
    this.#onBlock = onBlock
  }

  /** Takes the next line, parsed. `where` names it: `journal.ndjson line 7`. */
  add(value: unknown, where: string): void {
    if (this.#entries.length === 0) this.#firstWhere = where
    if (!isSeal(value)) {
      this.#entries.push(parseEntry(value, where))
      return
    }
    this.#seal(parseSeal(value, where), where)
  }

  /** The root, and how many blocks there are. Errors: `journal-truncated`. */
  finish(): { readonly root: string; readonly blocks: number } {
    if (this.#entries.length > 0 || this.#blocks === 0) {
      throw new InputError({
        code: 'journal-truncated',
        message: `The journal ends inside block ${this.#blocks}: the line that seals it is lost.`,
        details: { block: this.#blocks },
      })
    }
    return { root: this.#previous, blocks: this.#blocks }
  }

  #seal(seal: ReturnType<typeof parseSeal>, where: string): void {
    const [index, previous, entries] = [this.#blocks, this.#previous, this.#entries]
    const lines = `${this.#firstWhere} to ${where}`
    if (seal.index !== index || seal.previous !== previous) {
      throw new InputError({
        code: 'journal-chain-broken',
        message:
          `${where} seals block ${seal.index} where block ${index} would follow: ` +
          'a block was lost, added or moved.',
        details: { where, block: seal.index, expected: index },
      })
    }
    const hash = this.#hasher.hex(encodeBlock({ index, previous, entries }, this.#symbols))
    if (hash !== seal.hash || seal.entries !== entries.length) {
      throw new InputError({
        code: 'journal-block-differs',
        message:
          `Block ${index} (${lines}) is not what was sealed: ` +
          `its ${entries.length} entries hash to ${hash.slice(0, 12)}..., ` +
          `the seal states ${seal.entries} entries and ${seal.hash.slice(0, 12)}...`,
        details: { where: lines, block: index, hash, sealed: seal.hash },
      })
    }
    this.#entries = []
    this.#previous = hash
    this.#blocks += 1
    this.#onBlock(Object.freeze({ index, previous, hash, entries: Object.freeze(entries) }))
  }
}

function isSeal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'block'
}
