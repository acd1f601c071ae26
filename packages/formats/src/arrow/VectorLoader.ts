import {
  bigEndianNumbers,
  decimalNumbers,
  longNumbers,
  smallNumbers,
} from '../vectors/numberVectors.js'
import type { ListVector, NumberVector, TextVector, Vector } from '../vectors/Vector.js'
import type { BoundField, BoundFields } from './bindSchema.js'
import type { Dictionaries, DictionaryTexts } from './Dictionaries.js'
import type { ArrowDictionary, ArrowField } from './parseSchema.js'
import type { ArrowBody } from './readBody.js'

interface Span {
  readonly rows: number
  readonly nullFrom: number
}

/**
 * Lays vectors over the buffers of one batch, without copying values.
 *
 * Every length, offset and index is checked here: a RangeError says what does not fit.
 */
export class VectorLoader {
  readonly #body: ArrowBody
  readonly #dictionaries: Dictionaries | undefined
  #node = 0
  #buffer = 0

  constructor(body: ArrowBody, dictionaries: Dictionaries | undefined) {
    this.#body = body
    this.#dictionaries = dictionaries
  }

  /** All columns of the batch, in the declared order. */
  loadAll(bound: BoundFields): readonly Vector[] {
    const vectors = this.#loadFields(bound, this.#body.rows, 0)
    this.#assertUsedUp()
    return vectors
  }

  /** The entries of a dictionary. */
  loadTexts(wide: boolean): DictionaryTexts {
    const { rows, nullFrom } = this.#open(this.#body.rows, 0)
    if (nullFrom < rows) throw new RangeError('a dictionary has a null entry')
    const texts = this.#texts(rows, wide)
    this.#assertUsedUp()
    return { rows, ...texts }
  }

  #assertUsedUp(): void {
    const { nodes, buffers } = this.#body
    if (this.#node !== nodes.length || this.#buffer !== buffers.length) {
      throw new RangeError('a batch has other columns than the schema')
    }
  }

  #loadFields({ fields, order }: BoundFields, rows: number, from: number): readonly Vector[] {
    const vectors = fields.map((field) => this.#load(field, rows, from))
    return order.map((position) => {
      const vector = vectors[position]
      if (vector === undefined) throw new RangeError('a column was not bound')
      return vector
    })
  }

  /** Rows before `from` belong to no list: nobody looks at them. */
  #load(bound: BoundField, rows: number, from: number): Vector {
    const span = this.#open(rows, from)
    if (bound.type === 'list') return this.#list(bound.items, bound.wide, span)
    const { type, dictionary } = bound.field
    if (dictionary !== undefined) return this.#entries(dictionary, span, from)
    switch (type.name) {
      case 'Utf8':
      case 'LargeUtf8':
        return {
          type: 'text',
          ...span,
          ...this.#texts(rows, type.name === 'LargeUtf8'),
          indices: undefined,
        }
      case 'Bool':
        return this.#flags(span)
      default:
        return this.#numbers(bound.field, span)
    }
  }

  /** The next field's length and nulls. */
  #open(rows: number, from: number): Span {
    const stated = this.#body.nodes[this.#node++]
    if (stated !== rows) throw new RangeError(`a column has ${stated} rows and its batch ${rows}`)
    const validity = this.#next()
    if (validity.length === 0) return { rows, nullFrom: rows }
    if (validity.length * 8 < rows) throw new RangeError('a list of nulls is too short')
    return { rows, nullFrom: firstUnset(validity, from, rows) }
  }

  #next(): Uint8Array {
    const buffer = this.#body.buffers[this.#buffer++]
    if (buffer === undefined) throw new RangeError('a batch has fewer columns than the schema')
    return buffer
  }

  #values(rows: number, width: number): Uint8Array {
    const buffer = this.#next()
    if (buffer.length < rows * width) throw new RangeError('a column has too few values')
    return buffer
  }

  #texts(rows: number, wide: boolean): Pick<TextVector, 'bytes' | 'starts' | 'ends'> {
    const offsets = this.#offsets(rows, wide)
    const bytes = this.#next()
    if ((offsets[rows] ?? 0) > bytes.length) throw new RangeError('a text ends beyond its column')
    return { bytes, starts: offsets.subarray(0, rows), ends: offsets.subarray(1) }
  }

  #offsets(rows: number, wide: boolean): Int32Array {
    const buffer = this.#next()
    if (rows === 0 && buffer.length === 0) return new Int32Array(1)
    const length = rows + 1
    if (buffer.length < length * (wide ? 8 : 4)) throw new RangeError('offsets are missing')
    const offsets = wide
      ? Int32Array.from(longsOf(buffer, length, true), toOffset)
      : new Int32Array(buffer.buffer, buffer.byteOffset, length)
    let before = 0
    for (let row = 0; row < length; row++) {
      const offset = offsets[row] ?? 0
      if (offset < before) throw new RangeError('offsets go backwards')
      before = offset
    }
    return offsets
  }

  #entries(dictionary: ArrowDictionary, span: Span, from: number): TextVector {
    const { bytes, starts, ends, rows } = this.#dictionary(dictionary.id)
    const indices = this.#indices(dictionary, span.rows)
    const end = Math.min(span.rows, span.nullFrom)
    for (let row = from; row < end; row++) {
      const index = indices[row] ?? -1
      if (index < 0 || index >= rows) throw new RangeError(`there is no dictionary entry ${index}`)
    }
    return { type: 'text', ...span, bytes, starts, ends, indices }
  }

  #dictionary(id: bigint): DictionaryTexts {
    if (this.#dictionaries === undefined) throw new RangeError('a dictionary uses a dictionary')
    return this.#dictionaries.of(id)
  }

  #indices({ bits, signed }: ArrowDictionary, rows: number): Int32Array {
    const buffer = this.#values(rows, bits / 8)
    if (bits === 64) return Int32Array.from(longsOf(buffer, rows, signed), toIndex)
    const values = intsOf(buffer, { bits, signed, rows })
    return values instanceof Int32Array ? values : Int32Array.from(values)
  }

  #flags(span: Span): Vector {
    const bits = this.#next()
    if (bits.length * 8 < span.rows) throw new RangeError('a column has too few values')
    const at = (row: number): boolean => (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) === 1
    return { type: 'flag', ...span, at }
  }

  #numbers({ type }: ArrowField, span: Span): NumberVector {
    if (type.name === 'FixedSizeBinary') {
      const values = this.#values(span.rows, type.width)
      return bigEndianNumbers(values, { width: type.width, signed: false }, span)
    }
    if (type.name !== 'Int' && type.name !== 'Decimal') throw new RangeError(`no ${type.name}`)
    const bytes = this.#values(span.rows, type.bits / 8)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (type.name === 'Decimal') return decimalNumbers(view, type.bits === 128 ? 16 : 32, span)
    const { bits, signed } = type
    if (bits === 64) return longNumbers(view, signed, span)
    return smallNumbers(intsOf(bytes, { bits, signed, rows: span.rows }), span)
  }

  #list(items: BoundFields, wide: boolean, span: Span): ListVector {
    const offsets = this.#offsets(span.rows, wide)
    const first = offsets[0] ?? 0
    const rows = this.#body.nodes[this.#node] ?? 0
    if ((offsets[span.rows] ?? 0) > rows) throw new RangeError('a list ends beyond its column')
    const { nullFrom: itemNullFrom } = this.#open(rows, first)
    const vectors = this.#loadFields(items, rows, first)
    return { type: 'list', ...span, offsets, itemNullFrom, items: vectors }
  }
}

function firstUnset(bits: Uint8Array, from: number, rows: number): number {
  for (let row = from; row < rows;) {
    if ((row & 7) === 0 && bits[row >> 3] === 0xff) row += 8
    else if ((((bits[row >> 3] ?? 0) >> (row & 7)) & 1) === 0) return row
    else row += 1
  }
  return rows
}

function longsOf(bytes: Uint8Array, length: number, signed: boolean): Iterable<bigint> {
  return signed
    ? new BigInt64Array(bytes.buffer, bytes.byteOffset, length)
    : new BigUint64Array(bytes.buffer, bytes.byteOffset, length)
}

function intsOf(
  { buffer, byteOffset }: Uint8Array,
  { bits, signed, rows }: { bits: 8 | 16 | 32; signed: boolean; rows: number },
): Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array {
  if (bits === 8) {
    return signed
      ? new Int8Array(buffer, byteOffset, rows)
      : new Uint8Array(buffer, byteOffset, rows)
  }
  if (bits === 16) {
    return signed
      ? new Int16Array(buffer, byteOffset, rows)
      : new Uint16Array(buffer, byteOffset, rows)
  }
  return signed
    ? new Int32Array(buffer, byteOffset, rows)
    : new Uint32Array(buffer, byteOffset, rows)
}

function toOffset(value: bigint): number {
  if (value < 0n || value > 0x7fff_ffffn) throw new RangeError(`offset ${value} is out of range`)
  return Number(value)
}

/** An index beyond any dictionary becomes -1, which the check of indices refuses. */
function toIndex(value: bigint): number {
  return value < 0n || value > 0x7fff_ffffn ? -1 : Number(value)
}
