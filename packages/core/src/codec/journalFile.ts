import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { ByteReader } from '../bytes/ByteReader.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import { InputError } from '../errors/InputError.js'
import type { Hasher } from '../hashing/Sha256.js'
import { decodeEntries } from '../journal/decodeEntries.js'
import { JOURNAL_FORMAT, STATUSES, TYPES } from '../journal/encodeBlock.js'
import {
  BLOCK_CLAIMS,
  FIRST_PREVIOUS,
  type JournalBlock,
  type SealedBlock,
} from '../journal/Journal.js'
import { JournalSymbols } from '../journal/JournalSymbols.js'

const MAGIC = 'tlmkit-journal-file/1'
/** Largest block that is read, in bytes: far above what 4096 entries take. */
const BLOCK_BYTES_MAX = 1 << 30
const NO_NOTES: ReadonlyMap<number, string> = new Map()

/** The first bytes of a journal file. */
export function journalFileStart(): Uint8Array {
  return new ByteWriter().text(MAGIC).toBytes()
}

/** A block in a journal file: its length, then its canonical bytes. `at` of entries is not kept. */
export function journalFileBlock({ head, body }: SealedBlock): readonly Uint8Array[] {
  return [new ByteWriter().u32(head.length + body.length).toBytes(), head, body]
}

/** The last bytes of a journal file: no block, then how many there were, and the root. */
export function journalFileEnd(end: {
  readonly blocks: number
  readonly root: string
}): Uint8Array {
  return new ByteWriter().u32(0).u32(end.blocks).raw(hexToBytes(end.root)).toBytes()
}

/**
 * Reads a journal file piece by piece, and checks every block against its hash.
 *
 * Rule: each block names its place and the hash of the block before, and the end states the root,
 * so that bytes changed, lost, added or moved are noticed. A block is handed on once its hash is
 * confirmed by what follows it.
 * Errors: `journal-bytes-invalid`, `journal-chain-broken`, `journal-truncated`.
 */
export class JournalFileReader {
  readonly #hasher: Hasher
  readonly #onBlock: (block: JournalBlock) => void
  readonly #symbols = new JournalSymbols()
  #pending: Uint8Array = new Uint8Array()
  #started = false
  #previous = FIRST_PREVIOUS
  #blocks = 0
  #ended = false
  #held: JournalBlock | undefined

  constructor(hasher: Hasher, onBlock: (block: JournalBlock) => void) {
    this.#hasher = hasher
    this.#onBlock = onBlock
  }

  /** Takes the next bytes of the file. */
  push(bytes: Uint8Array): void {
    this.#pending = joined(this.#pending, bytes)
    let at = 0
    for (;;) {
      const used = this.#next(this.#pending.subarray(at))
      if (used === 0) break
      at += used
    }
    this.#pending = this.#pending.slice(at)
  }

  /** The root, and how many blocks there are. Errors: `journal-truncated`. */
  finish(): { readonly root: string; readonly blocks: number } {
    if (!this.#ended || this.#pending.length > 0) {
      const lost = `The journal ends after block ${this.#blocks - 1}, without the end that states its root: bytes are lost.`
      const more = 'The journal goes on after its end: bytes were added.'
      throw new InputError({
        code: 'journal-truncated',
        message: this.#ended ? more : lost,
        details: { blocks: this.#blocks },
      })
    }
    return { root: this.#previous, blocks: this.#blocks }
  }

  /** Reads one piece; gives how many bytes it took, 0 where it is not all there. */
  #next(bytes: Uint8Array): number {
    if (this.#ended) return 0
    const reader = new ByteReader(bytes, (why) => this.#invalid(why))
    if (!this.#started) {
      if (bytes.length < 4 + MAGIC.length) return 0
      if (reader.u32() !== MAGIC.length || reader.utf8(MAGIC.length) !== MAGIC) {
        throw this.#invalid(`it does not start with ${MAGIC}`)
      }
      this.#started = true
      return reader.place
    }
    if (bytes.length < 4) return 0
    const length = reader.u32()
    if (length === 0) return this.#end(reader)
    if (length > BLOCK_BYTES_MAX) throw this.#invalid('a block is longer than any can be')
    if (reader.left < length) return 0
    this.#block(reader.raw(length))
    return reader.place
  }

  #end(reader: ByteReader): number {
    if (reader.left < 36) return 0
    const [blocks, root] = [reader.u32(), bytesToHex(reader.raw(32))]
    if (blocks !== this.#blocks || root !== this.#previous) throw this.#broken('its end')
    this.#confirm()
    this.#ended = true
    return reader.place
  }

  #block(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes, (why) => this.#invalid(why))
    if (reader.name() !== JOURNAL_FORMAT) throw this.#invalid(`it is not of ${JOURNAL_FORMAT}`)
    const index = reader.varint()
    const previous = bytesToHex(reader.raw(32))
    if (index !== this.#blocks || previous !== this.#previous) throw this.#broken(`block ${index}`)
    this.#confirm()
    const hash = this.#hasher.hex(bytes)
    this.#readSymbols(reader)
    const count = reader.varint()
    if (count > BLOCK_CLAIMS) throw this.#invalid(`it has more than ${BLOCK_CLAIMS} entries`)
    const body = reader.raw(reader.left)
    const symbols = this.#symbols
    const entries = decodeEntries(body, { count, symbols, notes: NO_NOTES })
    this.#previous = hash
    this.#blocks += 1
    this.#held = Object.freeze({ index, previous, hash, entries })
  }

  /** Hands on the block at hand: what comes next has confirmed its hash. */
  #confirm(): void {
    if (this.#held !== undefined) this.#onBlock(this.#held)
    this.#held = undefined
  }

  #readSymbols(reader: ByteReader): void {
    const symbols = this.#symbols
    const many = (one: () => void): void => {
      const count = reader.varint()
      if (count > reader.left) throw this.#invalid('it states more symbols than it has bytes')
      for (let index = 0; index < count; index++) one()
    }
    const name = (): string => {
      const text = symbols.names[reader.varint()]
      if (text === undefined) throw this.#invalid('it names a symbol that was not given')
      return text
    }
    const added = (number: number, list: readonly unknown[]): void => {
      if (number !== list.length - 1) throw this.#invalid('it gives a symbol twice')
    }
    many(() => {
      added(symbols.name(reader.name()), symbols.names)
    })
    many(() => {
      added(symbols.account(reader.name()), symbols.accounts)
    })
    many(() => {
      const [type, status] = [TYPES[reader.u8()], STATUSES[reader.u8()]]
      if (type === undefined || status === undefined) throw this.#invalid('an entry has no type')
      const [kind, route, tlm, code] = [name(), name(), name(), name()]
      const [paramsVersion, parts] = [reader.varint(), reader.varint()]
      const head = { type, status, kind, route, tlm, code, paramsVersion, parts }
      added(symbols.head(head), symbols.heads)
    })
    many(() => {
      const [denomination, reason, tlm] = [name(), name(), name()]
      added(symbols.template({ denomination, reason, tlm }), symbols.templates)
    })
  }

  #broken(what: string): InputError {
    return new InputError({
      code: 'journal-chain-broken',
      message: `Where block ${this.#blocks} would follow ${this.#previous.slice(0, 12)}..., ${what} stands: a block was changed, lost, added or moved.`,
      details: { block: this.#blocks },
    })
  }

  #invalid(why: string): InputError {
    return new InputError({
      code: 'journal-bytes-invalid',
      message: `Journal block ${this.#blocks} is broken: ${why}. Get the journal again from where it was written.`,
      details: { block: this.#blocks },
    })
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}
