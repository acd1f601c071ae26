import { fromUtf8 } from './utf8.js'

/** Reads what a `ByteWriter` wrote. Every step is checked against the end of the bytes. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #fault: (why: string) => Error
  #place: number

  /** `fault` makes the error for bytes that end early or are not in their one form. */
  constructor(bytes: Uint8Array, fault: (why: string) => Error, place = 0) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#fault = fault
    this.#place = place
  }

  /** Where the next read starts. */
  get place(): number {
    return this.#place
  }

  get left(): number {
    return this.#bytes.length - this.#place
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4))
  }

  /** A whole number in 16 bytes, the highest first. */
  u128(): bigint {
    const start = this.#take(16)
    return (this.#view.getBigUint64(start) << 64n) | this.#view.getBigUint64(start + 8)
  }

  /** A truth in one byte. */
  flag(): boolean {
    const value = this.u8()
    if (value > 1) throw this.#fault('a flag is neither 0 nor 1')
    return value === 1
  }

  varint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8()
      value += (byte & 0x7f) * 2 ** shift
      if (byte >= 0x80) continue
      if ((byte === 0 && shift > 0) || value > 0xffffffff) break
      return value
    }
    throw this.#fault('a number is not in its shortest form')
  }

  natural(): bigint {
    const length = this.u8()
    if (length > 16) throw this.#fault('a number has more than 16 bytes')
    const start = this.#take(length)
    if (length > 0 && this.#bytes[start + length - 1] === 0) {
      throw this.#fault('a number is not in its shortest form')
    }
    let value = 0n
    for (let i = length - 1; i >= 0; i--)
      value = (value << 8n) | BigInt(this.#bytes[start + i] ?? 0)
    return value
  }

  raw(length: number): Uint8Array {
    const start = this.#take(length)
    return this.#bytes.subarray(start, start + length)
  }

  /** A text with its length as varint before it. */
  name(): string {
    return this.utf8(this.varint())
  }

  /** A text with its length in four bytes before it. */
  text(): string {
    return this.utf8(this.u32())
  }

  /** A text of so many bytes. */
  utf8(length: number): string {
    const bytes = this.raw(length)
    try {
      return fromUtf8(bytes)
    } catch {
      throw this.#fault('a text is not UTF-8')
    }
  }

  #take(length: number): number {
    const start = this.#place
    if (length > this.left) throw this.#fault('it ends early')
    this.#place = start + length
    return start
  }
}
