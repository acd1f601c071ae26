import { toUtf8 } from '../bytes/utf8.js'
import { loadKernels, type Host } from '../columnar/loadKernels.js'
import { SharedMemory, type Kernels } from '../columnar/SharedMemory.js'
import type { Payout } from './payoutTree.js'

/** What assembly/keccak.ts exports. Pointers are bytes. */
export interface HashKernels extends Kernels {
  hashMessages(messages: number, count: number, digests: number): void
  hashDigests(digests: number, count: number): void
  hashNodes(tree: number, leaves: number): void
  sortDigests(digests: number, count: number, keys: number, sorted: number): void
}

const DIGEST = 32
const WORD = 32
/** A key to sort by, or where a message lies and how long it is. */
const PAIR = 8
/** Leaves that are written before they are hashed: as many as stay in the cache. */
const LEAVES_MAX = 256
const CHUNK = 1 << 17
/** What the kernels may write after a message. */
const PADDING = 136
/** Bytes of UTF-8 that a unit of UTF-16 takes at most. */
const UNIT_MAX = 3

/** Hashes payouts to a tree, in the memory of an instance of the kernels. */
export class PayoutHasher {
  readonly #kernels: HashKernels
  readonly #memory: SharedMemory
  #view!: DataView
  #messages = 0
  #chunk = 0
  #chunkEnd = 0
  #at = 0
  #written = 0
  #digests = 0

  constructor() {
    this.#kernels = loadHashKernels()
    this.#memory = new SharedMemory(this.#kernels)
  }

  /** Bytes of memory that are held. */
  get size(): number {
    return this.#memory.bytes.length
  }

  /**
   * The nodes of the tree over one or more payouts, 32 bytes each: children of i at 2i + 1 and
   * 2i + 2, leaves last, in descending order. Valid until the next call.
   */
  tree(payouts: readonly Payout[]): Uint8Array {
    const count = payouts.length
    const leaves = this.#hash(payouts)
    const size = (2 * count - 1) * DIGEST
    const keys = this.#memory.allocate(2 * count * PAIR)
    const tree = this.#memory.allocate(size)
    this.#kernels.sortDigests(leaves, count, keys, tree + (count - 1) * DIGEST)
    this.#kernels.hashNodes(tree, count)
    return this.#memory.bytes.subarray(tree, tree + size)
  }

  /** The leaf of a payout. Valid until the next call. */
  leaf(payout: Payout): Uint8Array {
    const leaf = this.#hash([payout])
    return this.#memory.bytes.subarray(leaf, leaf + DIGEST)
  }

  /** Where the leaves of payouts lie, in their order. */
  #hash(payouts: readonly Payout[]): number {
    this.#memory.reset()
    const leaves = this.#memory.allocate(payouts.length * DIGEST)
    this.#digests = leaves
    this.#messages = this.#memory.allocate(LEAVES_MAX * PAIR)
    this.#written = 0
    this.#openChunk(CHUNK)
    for (const payout of payouts) this.#writeLeaf(payout)
    this.#hashWritten()
    return leaves
  }

  #openChunk(size: number): void {
    this.#chunk = this.#memory.allocate(size)
    this.#chunkEnd = this.#chunk + size
    this.#at = this.#chunk
    this.#view = new DataView(this.#memory.bytes.buffer)
  }

  /** Hashes what the chunk holds, twice, and empties it. */
  #hashWritten(): void {
    this.#kernels.hashMessages(this.#messages, this.#written, this.#digests)
    this.#kernels.hashDigests(this.#digests, this.#written)
    this.#digests += this.#written * DIGEST
    this.#memory.bytes.fill(0, this.#chunk, this.#at)
    this.#at = this.#chunk
    this.#written = 0
  }

  /** Writes abi.encode(string account, string denomination, uint256 amount) as a message. */
  #writeLeaf({ account, denomination, amount }: Payout): void {
    const room = 7 * WORD + UNIT_MAX * (account.length + denomination.length) + PADDING
    if (this.#written === LEAVES_MAX || this.#at + room > this.#chunkEnd) this.#hashWritten()
    if (this.#at + room > this.#chunkEnd) this.#openChunk(room)
    const start = this.#at
    const view = this.#view
    const second = this.#writeText(start + 3 * WORD, account)
    const end = this.#writeText(second, denomination)
    view.setUint32(start + WORD - 4, 3 * WORD)
    view.setUint32(start + 2 * WORD - 4, second - start)
    view.setBigUint64(start + 3 * WORD - 16, amount >> 64n)
    view.setBigUint64(start + 3 * WORD - 8, amount)
    const message = this.#messages + this.#written * PAIR
    this.#memory.setWord(message, start)
    this.#memory.setWord(message + 4, end - start)
    this.#written += 1
    this.#at = end + PADDING
  }

  /** Writes a text as its length and its bytes, in whole words, and gives the end of them. */
  #writeText(at: number, text: string): number {
    const length = this.#writeUtf8(at + WORD, text)
    this.#view.setUint32(at + WORD - 4, length)
    return at + WORD + ((length + WORD - 1) & ~(WORD - 1))
  }

  #writeUtf8(at: number, text: string): number {
    const { bytes } = this.#memory
    const { length } = text
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i)
      if (unit >= 0x80) return this.#writeEncoded(at, toUtf8(text))
      bytes[at + i] = unit
    }
    return length
  }

  #writeEncoded(at: number, encoded: Uint8Array): number {
    this.#memory.bytes.set(encoded, at)
    return encoded.length
  }
}

/** An instance of the kernels without a host: hashing asks for nothing. */
export function loadHashKernels(): HashKernels {
  const host = new Proxy<Partial<Host>>(
    {},
    {
      get: (_, name) => () => {
        throw new RangeError(`host function ${String(name)}`)
      },
    },
  )
  return loadKernels(host as Host) as HashKernels
}
