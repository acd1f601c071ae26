import { utf8ToBytes } from '@noble/hashes/utils.js'

/** Writes canonical bytes: big-endian numbers, texts with their length before them. */
export class ByteWriter {
  #bytes = new Uint8Array(256)
  #length = 0

  u8(value: number): this {
    this.#grow(1)
    this.#bytes[this.#length] = value
    this.#length += 1
    return this
  }

  u32(value: number): this {
    this.#grow(4)
    new DataView(this.#bytes.buffer).setUint32(this.#length, value)
    this.#length += 4
    return this
  }

  /** A whole number of at most 128 bits, in 16 bytes. */
  u128(value: bigint): this {
    this.#grow(16)
    const view = new DataView(this.#bytes.buffer)
    view.setBigUint64(this.#length, value >> 64n)
    view.setBigUint64(this.#length + 8, BigInt.asUintN(64, value))
    this.#length += 16
    return this
  }

  text(value: string): this {
    return this.raw(utf8ToBytes(value), true)
  }

  raw(bytes: Uint8Array, withLength = false): this {
    if (withLength) this.u32(bytes.length)
    this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
    return this
  }

  /** The bytes written so far. */
  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #grow(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    bytes.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = bytes
  }
}
