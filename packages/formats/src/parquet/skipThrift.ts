const DEPTH_MAX = 12
const LIST_MAX = 1_000_000

/**
 * Finds where a struct of Thrift's compact protocol ends, before anything is made of it.
 *
 * Rule: whole numbers have at most 10 bytes, structs nest at most 12 deep, and nothing is longer
 * than what is left. Throws a RangeError otherwise.
 */
export function skipThrift(view: DataView, start: number): number {
  return new ThriftSkipper(view, start).struct(0)
}

class ThriftSkipper {
  readonly #view: DataView
  #at: number

  constructor(view: DataView, at: number) {
    this.#view = view
    this.#at = at
  }

  /** Gives where the struct ends. */
  struct(depth: number): number {
    if (depth > DEPTH_MAX) throw new RangeError('structs nest too deep')
    while (true) {
      const byte = this.#byte()
      const type = byte & 15
      if (type === 0) return this.#at
      if (byte >> 4 === 0) this.#number(5)
      this.#value(type, depth)
    }
  }

  #value(type: number, depth: number): void {
    switch (type) {
      case 1:
      case 2:
        return
      case 3:
        this.#skip(1)
        return
      case 4:
      case 5:
        this.#number(5)
        return
      case 6:
        this.#number(10)
        return
      case 7:
        this.#skip(8)
        return
      case 8:
        this.#skip(this.#number(5))
        return
      case 9:
        this.#list(depth)
        return
      case 12:
        this.struct(depth + 1)
        return
      default:
        throw new RangeError(`there is no type ${type}`)
    }
  }

  #list(depth: number): void {
    const byte = this.#byte()
    const type = byte & 15
    const count = byte >> 4 === 15 ? this.#number(5) : byte >> 4
    if (count > this.#view.byteLength - this.#at || count > LIST_MAX) {
      throw new RangeError('a list is too long')
    }
    for (let item = 0; item < count; item++) this.#value(type === 1 || type === 2 ? 3 : type, depth)
  }

  #skip(length: number): void {
    this.#at += length
    if (this.#at > this.#view.byteLength) throw new RangeError('it ends too early')
  }

  #byte(): number {
    return this.#view.getUint8(this.#at++)
  }

  /** A number of at most `bytesMax` bytes, exact up to 2^32. */
  #number(bytesMax: number): number {
    let value = 0
    for (let i = 0; i < bytesMax; i++) {
      const byte = this.#byte()
      value += (byte & 127) * 128 ** i
      if (byte < 128) return value
    }
    throw new RangeError('a number is too long')
  }
}
