const BYTE = 256
/** Bytes that a prefix may be made of: at least one bit of each differs. */
const BYTES_MAX = 64

/** Which bytes of some strings make up a prefix, and how they are packed into it. */
export class PrefixPlan {
  /** Bytes of the prefix so far. */
  length = 0
  /** Bits that are left. */
  room = 0
  #isPacked = false
  readonly #offsets = new Int32Array(BYTES_MAX)
  readonly #times = new Float64Array(BYTES_MAX)
  readonly #tables = new Uint8Array(BYTES_MAX * BYTE)

  /** Starts a prefix of so many bits, at most 52. With `isPacked`, only bits that differ count. */
  start(bits: number, isPacked: boolean): void {
    this.length = 0
    this.room = bits
    this.#isPacked = isPacked
  }

  /** Adds the byte at an offset, in which the bits of `mask` differ; false where it has no room. */
  add(offset: number, mask: number): boolean {
    const bits = this.#isPacked ? bitsOf(mask) : 8
    if (bits > this.room) return false
    this.room -= bits
    this.#offsets[this.length] = offset
    this.#times[this.length] = 2 ** bits
    if (this.#isPacked) packBits(this.#tables, this.length * BYTE, mask)
    this.length += 1
    return true
  }

  /** The prefix of the string from `start` to `end`, as a number. */
  of(bytes: Uint8Array, start: number, end: number): number {
    const { length } = this
    const offsets = this.#offsets
    const times = this.#times
    const tables = this.#tables
    const isPacked = this.#isPacked
    let value = 0
    for (let i = 0; i < length; i++) {
      const at = start + (offsets[i] ?? 0)
      const byte = at < end ? (bytes[at] ?? 0) : 0
      value = value * (times[i] ?? 0) + (isPacked ? (tables[i * BYTE + byte] ?? 0) : byte)
    }
    return value
  }
}

function bitsOf(mask: number): number {
  let bits = 0
  for (let left = mask; left > 0; left >>= 1) bits += left & 1
  return bits
}

/** Writes for each byte its bits that are in the mask, moved together. */
function packBits(table: Uint8Array, at: number, mask: number): void {
  for (let byte = 0; byte < BYTE; byte++) {
    let packed = 0
    for (let bit = 7; bit >= 0; bit--) {
      if (((mask >> bit) & 1) === 1) packed = (packed << 1) | ((byte >> bit) & 1)
    }
    table[at + byte] = packed
  }
}
