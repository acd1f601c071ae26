import { setDigits } from '../vectors/numberVectors.js'
import {
  BYTE_CLASSES,
  DECIMAL_BYTE,
  HEX_BYTE,
  ID_BYTE,
  QUOTE,
  RATIO_BYTE,
  SLASH,
  ZERO,
} from './byteClasses.js'
import { viewOf } from '../rows/RowsFile.js'
import { RatioCache } from './RatioCache.js'
import type { ValueList } from './ValueList.js'
import { digitsOfWord, isDigitWord, isIdWord, startsWith } from './words.js'

/** Bytes of an id, at most. */
const ID_BYTES_MAX = 256
/** Digits that fit a double, and 2^128, whatever they are. */
const EXACT_DIGITS = 15
const WIDE_DIGITS = 38
const HIGH = 0x1_0000_0000
const TRUE = 0x65757274
const ALSE = 0x65736c61
const LETTER_F = 0x66
const POOL = viewOf(new TextEncoder().encode('pool/'))
const SUPPLY = viewOf(new TextEncoder().encode('supply/'))

/**
 * Reads ordinary JSON cells of its source and writes them as row bytes.
 *
 * Rule: each method reads at `pos` and gives where the cell ends; or -1 for everything that is not
 * ordinary, valid or not. None passes the end of a line. Cells that do not fit into `bytes` are
 * counted in `at`, and not or only partly written.
 */
export class CellWriter {
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(this.bytes.buffer)
  at = 0
  source: Uint8Array = this.bytes
  sourceView: DataView = this.view
  readonly #ratios = new RatioCache()
  readonly #digits = { bytes: this.bytes, start: 0, end: 0 }

  /** Reads from these bytes from now on: lines that end with a newline. */
  readFrom(source: Uint8Array): void {
    this.source = source
    this.sourceView = new DataView(source.buffer, source.byteOffset, source.byteLength)
  }

  /** Digits in quotes, or bare where a JSON number is exact. */
  writeNatural(pos: number): number {
    const { source, sourceView } = this
    const isText = source[pos] === QUOTE
    const start = isText ? pos + 1 : pos
    let p = start
    let value = 0
    const stop = Math.min(start + 4, sourceView.byteLength - 4)
    while (p <= stop) {
      const word = sourceView.getInt32(p, true)
      if (!isDigitWord(word)) break
      value = value * 10_000 + digitsOfWord(word)
      p += 4
    }
    let digit = (source[p] ?? 0) - ZERO
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digit = (source[++p] ?? 0) - ZERO
    }
    const count = p - start
    if (count === 0 || (source[start] === ZERO && count > 1)) return -1
    if (isText && source[p] !== QUOTE) return -1
    if (count > EXACT_DIGITS) return isText ? this.#writeWide(start, p) : -1
    const high = value < HIGH ? 0 : Math.floor(value / HIGH)
    this.#setWide(high, value - high * HIGH)
    return isText ? p + 1 : p
  }

  #writeWide(start: number, end: number): number {
    if (end - start > WIDE_DIGITS) return -1
    if (this.at + 16 <= this.bytes.length) {
      this.#digits.bytes = this.source
      this.#digits.start = start
      this.#digits.end = end
      if (!setDigits(this.view, this.at, this.#digits)) return -1
    }
    this.at += 16
    return end + 1
  }

  #setWide(high: number, low: number): void {
    const { at, view } = this
    if (at + 16 <= view.byteLength) {
      view.setInt32(at, 0)
      view.setInt32(at + 4, 0)
      view.setUint32(at + 8, high)
      view.setUint32(at + 12, low)
    }
    this.at = at + 16
  }

  writeId(pos: number): number {
    const { at } = this
    if (this.source[pos] !== QUOTE) return -1
    const p = this.#copyId(pos + 1, at + 3 - pos)
    if (this.source[p] !== QUOTE) return -1
    const length = p - pos - 1
    this.#endText(at, length)
    return length > 0 && length <= ID_BYTES_MAX ? p + 1 : -1
  }

  /** `kind/owner` or `kind/owner/bucket` of kinds that data may name. */
  writeAccount(pos: number): number {
    const { at, source } = this
    if (source[pos] !== QUOTE) return -1
    const shift = at + 3 - pos
    let from = pos + 1
    for (let parts = 1; parts <= 3; parts++) {
      const p = this.#copyId(from, shift)
      if (p === from || p - from > ID_BYTES_MAX) return -1
      if (parts === 1 && this.#isReserved(from)) return -1
      if (source[p] === QUOTE && parts > 1) {
        this.#endText(at, p - pos - 1)
        return p + 1
      }
      if (source[p] !== SLASH) return -1
      this.bytes[p + shift] = SLASH
      from = p + 1
    }
    return -1
  }

  /** Kinds of accounts that data may not name, or not always. */
  #isReserved(pos: number): boolean {
    const { sourceView } = this
    return startsWith(POOL, sourceView, pos) || startsWith(SUPPLY, sourceView, pos)
  }

  /** Lower case hex, two digits a byte. */
  writeHex(pos: number): number {
    const { at, source, bytes } = this
    if (source[pos] !== QUOTE) return -1
    const shift = at + 3 - pos
    let p = pos + 1
    let byte = source[p] ?? 0
    while (((BYTE_CLASSES[byte] ?? 0) & HEX_BYTE) !== 0) {
      bytes[p + shift] = byte
      byte = source[++p] ?? 0
    }
    const length = p - pos - 1
    if (byte !== QUOTE || length % 2 !== 0) return -1
    this.#endText(at, length)
    return p + 1
  }

  /** One of the values of a column. */
  writeOneOf(pos: number, values: ValueList): number {
    const value = values.find(this.sourceView, pos)
    if (value === undefined) return -1
    const { length } = value.encoded
    if (this.at + length <= this.bytes.length) {
      for (let i = 0; i < length; i++) this.bytes[this.at + i] = value.encoded[i] ?? 0
    }
    this.at += length
    return pos + value.quoted.byteLength
  }

  writeFlag(pos: number): number {
    const { sourceView } = this
    const isFalse = this.source[pos] === LETTER_F
    const start = isFalse ? pos + 1 : pos
    if (start + 4 > sourceView.byteLength) return -1
    if (sourceView.getInt32(start, true) !== (isFalse ? ALSE : TRUE)) return -1
    this.bytes[this.at] = isFalse ? 0 : 1
    this.at += 1
    return start + 4
  }

  /** A decimal or a fraction in quotes, or a bare decimal. */
  writeRatio(pos: number): number {
    const { source } = this
    const isText = source[pos] === QUOTE
    const start = isText ? pos + 1 : pos
    const wanted = isText ? RATIO_BYTE : DECIMAL_BYTE
    let end = start
    while (((BYTE_CLASSES[source[end] ?? 0] ?? 0) & wanted) !== 0) end += 1
    if (isText && source[end] !== QUOTE) return -1
    const written = this.#ratios.write(source, { start, end }, this)
    if (written === 0) return -1
    this.at += written
    return isText ? end + 1 : end
  }

  /** Copies bytes of an id; gives where the first other byte stands. */
  #copyId(start: number, shift: number): number {
    const { view, sourceView, source, bytes } = this
    const stop = Math.min(sourceView.byteLength, view.byteLength - shift) - 4
    let p = start
    while (p <= stop) {
      const word = sourceView.getInt32(p, true)
      if (!isIdWord(word)) break
      view.setInt32(p + shift, word, true)
      p += 4
    }
    let byte = source[p] ?? 0
    while (((BYTE_CLASSES[byte] ?? 0) & ID_BYTE) !== 0) {
      bytes[p + shift] = byte
      byte = source[++p] ?? 0
    }
    return p
  }

  #endText(at: number, length: number): void {
    this.at = at + 4 + length
    if (this.at <= this.view.byteLength) this.view.setInt32(at, length)
  }
}
