import { utf8ToBytes } from '@noble/hashes/utils.js'

/** Writes canonical bytes: big-endian numbers, texts with their length before them. */
export class ByteWriter {
  #bytes: Uint8Array = new Uint8Array(256)
  #view: DataView = new DataView(this.#bytes.buffer)
  #length = 0

  u8(value: number): this {
    this.#grow(1)
    this.#bytes[this.#length] = value
    this.#length += 1
    return this
  }

  u32(value: number): this {
    this.#grow(4)
    this.#view.setUint32(this.#length, value)
    this.#length += 4
    return this
  }

  /** A whole number of at most 128 bits, in 16 bytes. */
  u128(value: bigint): this {
    this.#grow(16)
    this.#view.setBigUint64(this.#length, value >> 64n)
    this.#view.setBigUint64(this.#length + 8, BigInt.asUintN(64, value))
    this.#length += 16
    return this
  }

  /** A text: the length of its UTF-8 form, then its bytes. */
  text(value: string): this {
    const { length } = value
    this.#grow(4 + length)
    const start = this.#length + 4
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i)
      if (unit >= 0x80) return this.raw(utf8ToBytes(value), true)
      this.#bytes[start + i] = unit
    }
    this.#view.setUint32(this.#length, length)
    this.#length = start + length
    return this
  }

  /** A whole number of at most 32 bits in groups of seven, lowest first (LEB128). */
  varint(value: number): this {
    this.#grow(5)
    let left = value
    while (left >= 0x80) {
      this.#bytes[this.#length] = (left & 0x7f) | 0x80
      this.#length += 1
      left >>>= 7
    }
    this.#bytes[this.#length] = left
    this.#length += 1
    return this
  }

  /** A whole number of at most 128 bits: how many bytes it needs, then those, lowest first. */
  natural(value: bigint): this {
    this.#grow(17)
    const start = this.#length + 1
    let length = 0
    for (let left = value; left > 0n; left >>= 64n) {
      this.#view.setBigUint64(start + length, BigInt.asUintN(64, left), true)
      length += 8
    }
    while (length > 0 && this.#bytes[start + length - 1] === 0) length -= 1
    this.#bytes[this.#length] = length
    this.#length = start + length
    return this
  }

  /** A text with its length as varint before it. */
  name(value: string): this {
    const { length } = value
    const before = this.#length
    this.varint(length)
    this.#grow(length)
    const start = this.#length
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i)
      if (unit >= 0x80) {
        this.#length = before
        const bytes = utf8ToBytes(value)
        return this.varint(bytes.length).raw(bytes)
      }
      this.#bytes[start + i] = unit
    }
    this.#length = start + length
    return this
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

  /** Gives the bytes written so far away and starts anew; copies them only out of far more. */
  take(): Uint8Array {
    const isFull = 2 * this.#length > this.#bytes.length
    const bytes = isFull ? this.#bytes.subarray(0, this.#length) : this.toBytes()
    if (!isFull) {
      this.#length = 0
      return bytes
    }
    this.#bytes = new Uint8Array(this.#bytes.length)
    this.#view = new DataView(this.#bytes.buffer)
    this.#length = 0
    return bytes
  }

  #grow(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    bytes.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }
}
