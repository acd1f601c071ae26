import type { SchemaElement } from 'hyparquet'
import {
  bigEndianNumbers,
  longNumbers,
  smallNumbers,
  type VectorSpan,
} from '../vectors/numberVectors.js'
import type { Vector } from '../vectors/Vector.js'
import { isText } from './bindParquet.js'
import { readDeltas } from './readDeltas.js'
import { readHybrid, type ByteSpan } from './readHybrid.js'

// Numbers of the encodings in parquet.thrift.
const PLAIN = 0
const PLAIN_DICTIONARY = 2
const RLE = 3
const DELTA_BINARY_PACKED = 5
const DELTA_LENGTH_BYTE_ARRAY = 6
const DELTA_BYTE_ARRAY = 7
const RLE_DICTIONARY = 8
const BYTE_STREAM_SPLIT = 9

const HEAP_MAX = 2 ** 30

/**
 * Collects the values of one column chunk, page by page.
 *
 * Texts stay where the pages have them, in one array of bytes; a dictionary lies before them. Every
 * length and index is checked: a RangeError says what does not fit.
 */
export class LeafValues {
  readonly #element: SchemaElement
  /** Bytes of a value; 0 for texts. */
  readonly #width: number
  readonly #heap = new Heap()
  #starts = new Int32Array(0)
  #ends = new Int32Array(0)
  #count = 0
  #dictionary: { readonly starts: Int32Array; readonly ends: Int32Array } | undefined

  constructor(element: SchemaElement) {
    this.#element = element
    this.#width = widthOfType(element)
  }

  /** Takes the entries of a dictionary page. */
  addDictionary(bytes: Uint8Array, count: number, encoding: number): void {
    if (this.#dictionary !== undefined) throw new RangeError('there is a second dictionary')
    if (encoding !== PLAIN && encoding !== PLAIN_DICTIONARY) throw unknownEncoding(encoding)
    if (this.#element.type === 'BOOLEAN') throw new RangeError('a dictionary of booleans')
    this.#dictionary = this.#plainSlices(bytes, count)
  }

  /** Takes the values of a data page, without nulls. */
  add(bytes: Uint8Array, count: number, encoding: number): void {
    if (count === 0) return
    const { starts, ends } = this.#slices(bytes, count, encoding)
    this.#starts = grown(this.#starts, this.#count, count)
    this.#ends = grown(this.#ends, this.#count, count)
    this.#starts.set(starts, this.#count)
    this.#ends.set(ends, this.#count)
    this.#count += count
  }

  toVector(span: VectorSpan): Vector {
    const { type, converted_type, logical_type } = this.#element
    const starts = this.#starts.subarray(0, this.#count)
    const ends = this.#ends.subarray(0, this.#count)
    const heap = this.#heap.bytes
    if (isText(this.#element)) {
      return { type: 'text', ...span, bytes: heap, starts, ends, indices: undefined }
    }
    if (type === 'BOOLEAN')
      return { type: 'flag', ...span, at: (row) => heap[starts[row] ?? 0] === 1 }
    const bytes = gather(heap, starts, this.#width)
    if (type === 'FIXED_LEN_BYTE_ARRAY') {
      const signed = converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL'
      return bigEndianNumbers(bytes, { width: this.#width, signed }, span)
    }
    const isUnsigned =
      converted_type?.startsWith('UINT_') === true ||
      (logical_type?.type === 'INTEGER' && !logical_type.isSigned)
    if (type === 'INT64') return longNumbers(new DataView(bytes.buffer), !isUnsigned, span)
    const values = isUnsigned ? new Uint32Array(bytes.buffer) : new Int32Array(bytes.buffer)
    return smallNumbers(values, span)
  }

  #slices(bytes: Uint8Array, count: number, encoding: number): Slices {
    const whole = { bytes, start: 0, end: bytes.length }
    const { type } = this.#element
    switch (encoding) {
      case PLAIN:
        return type === 'BOOLEAN' ? this.#bits(bytes, count) : this.#plainSlices(bytes, count)
      case PLAIN_DICTIONARY:
      case RLE_DICTIONARY:
        return this.#entries(bytes, count)
      case RLE:
        return this.#flags(readHybrid(lengthPrefixed(bytes), 1, count))
      case DELTA_BINARY_PACKED:
        return this.#differences(whole, count)
      case DELTA_LENGTH_BYTE_ARRAY:
        return this.#lengths(whole, count)
      case DELTA_BYTE_ARRAY:
        return this.#prefixed(whole, count)
      case BYTE_STREAM_SPLIT:
        return this.#fixed(joinStreams(bytes, count, this.#width), count)
      default:
        throw unknownEncoding(encoding)
    }
  }

  #plainSlices(bytes: Uint8Array, count: number): Slices {
    if (this.#width > 0) return this.#fixed(bytes, count)
    if (count * 4 > bytes.length) throw new RangeError('a page has too few values')
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const base = this.#heap.append(bytes)
    const slices = slicesOf(count)
    let at = 0
    for (let i = 0; i < count; i++) {
      const length = view.getUint32(at, true)
      if (length > bytes.length - at - 4) throw new RangeError('a text ends beyond its page')
      slices.starts[i] = base + at + 4
      at += 4 + length
      slices.ends[i] = base + at
    }
    return slices
  }

  /** Values of equal length, one after another. */
  #fixed(bytes: Uint8Array, count: number): Slices {
    const width = this.#width
    if (width === 0 || this.#element.type === 'BOOLEAN') throw new RangeError('no such encoding')
    if (count * width > bytes.length) throw new RangeError('a page has too few values')
    const base = this.#heap.append(bytes.subarray(0, count * width))
    const slices = slicesOf(count)
    for (let i = 0; i < count; i++) {
      slices.starts[i] = base + i * width
      slices.ends[i] = base + (i + 1) * width
    }
    return slices
  }

  #bits(bytes: Uint8Array, count: number): Slices {
    if (count > bytes.length * 8) throw new RangeError('a page has too few values')
    const flags = new Int32Array(count)
    for (let i = 0; i < count; i++) flags[i] = ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1
    return this.#flags(flags)
  }

  #flags(flags: Int32Array): Slices {
    if (this.#element.type !== 'BOOLEAN') throw new RangeError('no such encoding')
    const base = this.#heap.append(Uint8Array.of(0, 1))
    const starts = flags.map((flag) => base + flag)
    return { starts, ends: starts.map((start) => start + 1) }
  }

  #entries(bytes: Uint8Array, count: number): Slices {
    const dictionary = this.#dictionary
    if (dictionary === undefined) throw new RangeError('the dictionary is missing')
    const indices = readHybrid({ bytes, start: 1, end: bytes.length }, bytes[0] ?? 0, count)
    const slices = slicesOf(count)
    for (let i = 0; i < count; i++) {
      const index = indices[i] ?? 0
      const start = dictionary.starts[index]
      if (start === undefined) throw new RangeError(`there is no dictionary entry ${index}`)
      slices.starts[i] = start
      slices.ends[i] = dictionary.ends[index] ?? 0
    }
    return slices
  }

  #differences(span: ByteSpan, count: number): Slices {
    const isLong = this.#element.type === 'INT64'
    if (!isLong && this.#element.type !== 'INT32') throw new RangeError('no such encoding')
    const { values } = readDeltas(span, isLong ? new BigInt64Array(count) : new Int32Array(count))
    return this.#fixed(new Uint8Array(values.buffer), count)
  }

  #lengths(span: ByteSpan, count: number): Slices {
    if (this.#width > 0) throw new RangeError('no such encoding')
    const { values, end } = readDeltas(span, new Int32Array(count))
    return this.#texts(span.bytes.subarray(end), values)
  }

  /** Texts of the given lengths, one after another. */
  #texts(bytes: Uint8Array, lengths: Int32Array): Slices {
    const base = this.#heap.append(bytes)
    const slices = slicesOf(lengths.length)
    let at = 0
    for (const [i, length] of lengths.entries()) {
      if (length < 0 || length > bytes.length - at) throw new RangeError('a text is cut off')
      slices.starts[i] = base + at
      at += length
      slices.ends[i] = base + at
    }
    return slices
  }

  /** Texts that begin as the one before them. */
  #prefixed(span: ByteSpan, count: number): Slices {
    const prefixes = readDeltas(span, new Int32Array(count))
    const rest = { ...span, start: prefixes.end }
    const suffixes = readDeltas(rest, new Int32Array(count))
    const slices = slicesOf(count)
    let at = suffixes.end
    for (let i = 0; i < count; i++) {
      const [prefix, suffix] = [prefixes.values[i] ?? 0, suffixes.values[i] ?? 0]
      const before = i === 0 ? 0 : (slices.starts[i - 1] ?? 0)
      const length = i === 0 ? 0 : (slices.ends[i - 1] ?? 0) - before
      if (prefix < 0 || prefix > length || suffix < 0 || suffix > span.bytes.length - at) {
        throw new RangeError('a text is cut off')
      }
      const start = this.#heap.repeat(before, prefix)
      this.#heap.append(span.bytes.subarray(at, at + suffix))
      at += suffix
      slices.starts[i] = start
      slices.ends[i] = start + prefix + suffix
    }
    return this.#width > 0 ? fixedOnly(slices, this.#width) : slices
  }
}

interface Slices {
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Bytes that grow, room being doubled. */
class Heap {
  #bytes = new Uint8Array(0)
  #length = 0

  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** Gives where the bytes lie from now on. */
  append(bytes: Uint8Array): number {
    const start = this.#room(bytes.length)
    this.#bytes.set(bytes, start)
    return start
  }

  /** Appends bytes that it holds already. */
  repeat(from: number, length: number): number {
    const start = this.#room(length)
    this.#bytes.copyWithin(start, from, from + length)
    return start
  }

  #room(length: number): number {
    const start = this.#length
    this.#length += length
    if (this.#length > HEAP_MAX)
      throw new RangeError('a column of a row group is longer than 1 GiB')
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length))
      grown.set(this.#bytes.subarray(0, start))
      this.#bytes = grown
    }
    return start
  }
}

function widthOfType({ type, type_length }: SchemaElement): number {
  if (type === 'INT32') return 4
  if (type === 'INT64') return 8
  return type === 'FIXED_LEN_BYTE_ARRAY' ? (type_length ?? 0) : 0
}

function slicesOf(count: number): Slices {
  return { starts: new Int32Array(count), ends: new Int32Array(count) }
}

function grown(
  values: Int32Array<ArrayBuffer>,
  used: number,
  more: number,
): Int32Array<ArrayBuffer> {
  if (used + more <= values.length) return values
  const larger = new Int32Array(Math.max(values.length * 2, used + more))
  larger.set(values)
  return larger
}

/** Values of equal length in the order of their rows, in a buffer of their own. */
function gather(heap: Uint8Array, starts: Int32Array, width: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(starts.length * width)
  for (const [row, start] of starts.entries()) {
    for (let i = 0; i < width; i++) bytes[row * width + i] = heap[start + i] ?? 0
  }
  return bytes
}

function lengthPrefixed(bytes: Uint8Array): ByteSpan {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true)
  if (length > bytes.length - 4) throw new RangeError('a page has too few values')
  return { bytes, start: 4, end: 4 + length }
}

/** Puts the bytes of each value together: the page has all first bytes, then all second ones. */
function joinStreams(bytes: Uint8Array, count: number, width: number): Uint8Array {
  if (count * width > bytes.length) throw new RangeError('a page has too few values')
  const joined = new Uint8Array(count * width)
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < count; i++) joined[i * width + byte] = bytes[byte * count + i] ?? 0
  }
  return joined
}

function fixedOnly(slices: Slices, width: number): Slices {
  for (const [i, start] of slices.starts.entries()) {
    if ((slices.ends[i] ?? 0) - start !== width)
      throw new RangeError('a value is of another length')
  }
  return slices
}

function unknownEncoding(encoding: number): RangeError {
  return new RangeError(`there is no encoding ${encoding}`)
}
