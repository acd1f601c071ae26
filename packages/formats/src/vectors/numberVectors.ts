import type { NumberVector, Wide } from './Vector.js'

/** What a number vector is made of besides its values. */
export interface VectorSpan {
  readonly rows: number
  readonly nullFrom: number
}

const HIGH = 0x1_0000_0000

/** Whole numbers of at most 32 bits. */
export function smallNumbers(
  values: Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array,
  span: VectorSpan,
): NumberVector {
  const fill = (from: number, to: number, { view, start }: Wide): number => {
    for (let row = from; row < to; row++) {
      const value = values[row] ?? -1
      if (value < 0) return row
      view.setUint32((row - start) * 16 + 12, value)
    }
    return to
  }
  return { type: 'number', ...span, fill, at: (row) => BigInt(values[row] ?? -1) }
}

/** Whole numbers of 64 bits, little-endian. */
export function longNumbers(view: DataView, signed: boolean, span: VectorSpan): NumberVector {
  const fill = (from: number, to: number, out: Wide): number => {
    for (let row = from; row < to; row++) {
      const high = view.getUint32(row * 8 + 4, true)
      if (signed && high >= 0x8000_0000) return row
      const at = (row - out.start) * 16
      out.view.setUint32(at + 8, high)
      out.view.setUint32(at + 12, view.getUint32(row * 8, true))
    }
    return to
  }
  const at = (row: number): bigint =>
    signed ? view.getBigInt64(row * 8, true) : view.getBigUint64(row * 8, true)
  return { type: 'number', ...span, fill, at }
}

/** Signed numbers of `width` bytes, 16 or 32, little-endian: Arrow decimals without fraction. */
export function decimalNumbers(view: DataView, width: 16 | 32, span: VectorSpan): NumberVector {
  const words = width >> 2
  const fill = (from: number, to: number, out: Wide): number => {
    for (let row = from; row < to; row++) {
      const source = row * width
      if (width === 16) {
        if (view.getUint32(source + 12, true) >= 0x8000_0000) return row
      } else {
        for (let word = 4; word < words; word++) {
          if (view.getUint32(source + word * 4, true) !== 0) return row
        }
      }
      const at = (row - out.start) * 16
      for (let word = 0; word < 4; word++) {
        out.view.setUint32(at + 12 - word * 4, view.getUint32(source + word * 4, true))
      }
    }
    return to
  }
  const at = (row: number): bigint => {
    let value = 0n
    for (let word = words - 1; word >= 0; word--) {
      value = (value << 32n) | BigInt(view.getUint32(row * width + word * 4, true))
    }
    return BigInt.asIntN(width * 8, value)
  }
  return { type: 'number', ...span, fill, at }
}

/** Numbers of 1 to 32 bytes big-endian each: unsigned, or as two's complement. */
export function bigEndianNumbers(
  bytes: Uint8Array,
  { width, signed }: { readonly width: number; readonly signed: boolean },
  span: VectorSpan,
): NumberVector {
  const at = (row: number): bigint => {
    let value = 0n
    for (let i = row * width; i < (row + 1) * width; i++) {
      value = (value << 8n) | BigInt(bytes[i] ?? 0)
    }
    return signed ? BigInt.asIntN(width * 8, value) : value
  }
  const spare = Math.max(0, width - 16)
  const fill = (from: number, to: number, { view, start }: Wide): number => {
    for (let row = from; row < to; row++) {
      const source = row * width
      if (signed && (bytes[source] ?? 0) >= 0x80) return row
      for (let i = 0; i < spare; i++) if (bytes[source + i] !== 0) return row
      const end = (row - start + 1) * 16 - width
      for (let i = spare; i < width; i++) view.setUint8(end + i, bytes[source + i] ?? 0)
    }
    return to
  }
  return { type: 'number', ...span, fill, at }
}

/** Writes a number of 0 to 2^128 - 1 as 16 bytes big-endian. */
export function setWide(view: DataView, at: number, value: bigint): void {
  view.setBigUint64(at, value >> 64n)
  view.setBigUint64(at + 8, BigInt.asUintN(64, value))
}

/** Digits per step: 2^32 * 10^6 is still exact as a double. */
const STEP_DIGITS = 6
const TEN_TO = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]

/**
 * Writes decimal digits as 16 bytes big-endian. Gives false for any text that is not plain digits
 * without leading zeros, or not surely below 2^128.
 */
export function setDigits(
  view: DataView,
  at: number,
  text: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
): boolean {
  const { bytes, start, end } = text
  const length = end - start
  if (length === 0 || length > 38) return false
  if (bytes[start] === 0x30 && length > 1) return false
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let i = start; i < end; ) {
    const stop = Math.min(end, i + STEP_DIGITS)
    const times = TEN_TO[stop - i] ?? 1
    let add = 0
    for (; i < stop; i++) {
      const digit = (bytes[i] ?? 0) - 0x30
      if (!(digit >= 0 && digit <= 9)) return false
      add = add * 10 + digit
    }
    d = d * times + add
    if (d >= HIGH || c !== 0) {
      c = c * times + Math.floor(d / HIGH)
      d %= HIGH
    }
    if (c >= HIGH || b !== 0) {
      b = b * times + Math.floor(c / HIGH)
      c %= HIGH
    }
    if (b >= HIGH || a !== 0) {
      a = a * times + Math.floor(b / HIGH)
      b %= HIGH
    }
  }
  view.setUint32(at, a)
  view.setUint32(at + 4, b)
  view.setUint32(at + 8, c)
  view.setUint32(at + 12, d)
  return true
}
