import { keccakP } from '@noble/hashes/sha3.js'
import { swap32IfBE } from '@noble/hashes/utils.js'

export const HASH_BYTES = 32
const STATE_WORDS = 50
/** Bytes that one block of keccak256 takes in. */
const RATE = 136

/**
 * keccak256 of one short message: a tag byte, then numbers and hashes. It allocates nothing.
 *
 * Rule: begin(tag), then u32 and bytes in order, then one digest. All layouts of batches fit in
 * one block: tag and content take at most 134 bytes.
 */
class TaggedHash {
  readonly #words = new Uint32Array(STATE_WORDS)
  readonly #state = new Uint8Array(this.#words.buffer)
  #length = 0

  begin(tag: number): this {
    this.beginBare()
    this.#state[0] = tag
    this.#length = 1
    return this
  }

  /** Begins a message without a tag. */
  beginBare(): this {
    this.#words.fill(0)
    this.#length = 0
    return this
  }

  /** Four bytes, big-endian. */
  u32(value: number): this {
    const state = this.#state
    let at = this.#length
    state[at++] = value >>> 24
    state[at++] = value >>> 16
    state[at++] = value >>> 8
    state[at++] = value
    this.#length = at
    return this
  }

  /** `length` bytes of `source` from `at` on. */
  bytes(source: Uint8Array, at: number, length: number): this {
    this.#state.set(source.subarray(at, at + length), this.#length)
    this.#length += length
    return this
  }

  digestInto(out: Uint8Array, at: number): void {
    this.#state[this.#length] = 0x01
    this.#state[RATE - 1] = 0x80
    swap32IfBE(this.#words)
    keccakP(this.#words)
    swap32IfBE(this.#words)
    out.set(this.#state.subarray(0, HASH_BYTES), at)
  }

  digest(): Uint8Array {
    const out = new Uint8Array(HASH_BYTES)
    this.digestInto(out, 0)
    return out
  }
}

/** The one instance: begin and digest stand in one expression, so that no two messages mix. */
export const tagged = new TaggedHash()

/** keccak256 of the 32 bytes that stand in `hashes` at byte `at`. */
export function keccakOfHash(hashes: Uint8Array, at: number, out: Uint8Array): void {
  tagged.beginBare().bytes(hashes, at, HASH_BYTES).digestInto(out, 0)
}
