/** Bytes of a page between two positions. */
export interface ByteSpan {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** Numbers of more bits than this are in no dictionary that fits. */
const WIDTH_MAX = 24

/**
 * Reads `count` numbers of `width` bits in Parquet's mix of runs and packed bits.
 *
 * Throws a RangeError where there are fewer.
 */
export function readHybrid(
  { bytes, start, end }: ByteSpan,
  width: number,
  count: number,
): Int32Array {
  const values = new Int32Array(count)
  if (width === 0) return values
  if (width > WIDTH_MAX) throw new RangeError(`a number of ${width} bits`)
  let at = start
  const next = (): number => {
    if (at >= end) throw new RangeError('a page has too few values')
    return bytes[at++] ?? 0
  }
  for (let filled = 0; filled < count;) {
    const header = readVarint(next)
    const left = count - filled
    if (header % 2 === 0) {
      let value = 0
      for (let shift = 0; shift < width; shift += 8) value |= next() << shift
      const run = Math.min(header / 2, left)
      values.fill(value, filled, filled + run)
      filled += run
    } else {
      const packed = Math.min(((header - 1) / 2) * 8, left)
      const length = Math.ceil((packed * width) / 8)
      if (length > end - at) throw new RangeError('a page has too few values')
      unpack(values.subarray(filled, filled + packed), bytes.subarray(at, at + length), width)
      // The last group may be cut short.
      at = Math.min(end, at + ((header - 1) / 2) * width)
      filled += packed
    }
  }
  return values
}

function unpack(values: Int32Array, bytes: Uint8Array, width: number): void {
  const mask = 2 ** width - 1
  let held = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < values.length; i++) {
    while (bits < width) {
      held |= (bytes[at++] ?? 0) << bits
      bits += 8
    }
    values[i] = held & mask
    held >>>= width
    bits -= width
  }
}

/** Reads a number of at most 5 bytes, 7 bits each. */
export function readVarint(next: () => number): number {
  let value = 0
  for (let i = 0; i < 5; i++) {
    const byte = next()
    value += (byte & 127) * 128 ** i
    if (byte < 128) return value
  }
  throw new RangeError('a number is too long')
}

/** Bits that numbers from 0 to `max` take. */
export function widthOf(max: number): number {
  return 32 - Math.clz32(max)
}
