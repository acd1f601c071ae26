import { crc32 } from 'node:zlib'
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js'
import { decompressPage } from './decompressPage.js'
import { skipThrift } from './skipThrift.js'

/** One page of a column chunk, decompressed. */
export type Page =
  | {
      readonly type: 'dictionary'
      readonly values: number
      readonly encoding: number
      readonly bytes: Uint8Array
    }
  | {
      readonly type: 'data'
      /** Values with nulls and empty lists. */
      readonly values: number
      readonly encoding: number
      /** Levels lie in `bytes` with their lengths before them. */
      readonly levels: 'inside'
      readonly bytes: Uint8Array
    }
  | {
      readonly type: 'data'
      readonly values: number
      readonly encoding: number
      readonly levels: { readonly repetition: Uint8Array; readonly definition: Uint8Array }
      readonly bytes: Uint8Array
    }

const PAGE_BYTES_MAX = 2 ** 30
// Numbers of the page types, and of the level encoding, in parquet.thrift.
const DATA = 0
const INDEX = 1
const DICTIONARY = 2
const DATA_V2 = 3
const RLE = 3

type Fields = Readonly<Record<string, unknown>>

/** Gives the pages of a column chunk one by one. Throws a RangeError on what is none. */
export class PageReader {
  readonly #view: DataView
  readonly #codec: string
  readonly #where: string
  #at = 0

  constructor(chunk: ArrayBuffer, { codec, where }: { codec: string; where: string }) {
    this.#view = new DataView(chunk)
    this.#codec = codec
    this.#where = where
  }

  next(): Page {
    while (true) {
      const end = skipThrift(this.#view, this.#at)
      const header: Fields = deserializeTCompactProtocol({ view: this.#view, offset: this.#at })
      const stored = countOf(header, 3)
      if (stored > this.#view.byteLength - end) throw new RangeError('a page is cut off')
      const bytes = new Uint8Array(this.#view.buffer, end, stored)
      this.#at = end + stored
      const { field_4: checksum } = header
      if (typeof checksum === 'number' && checksum >>> 0 !== crc32(bytes)) {
        throw new RangeError('the checksum of a page is not that of its bytes')
      }
      if (header['field_1'] !== INDEX) return this.#page(header, bytes)
    }
  }

  #page(header: Fields, bytes: Uint8Array): Page {
    const length = countOf(header, 2)
    if (length > PAGE_BYTES_MAX) throw new RangeError('a page is longer than 1 GiB')
    switch (header['field_1']) {
      case DICTIONARY: {
        const fields = structOf(header, 7)
        const [values, encoding] = [countOf(fields, 1), countOf(fields, 2)]
        return { type: 'dictionary', values, encoding, bytes: this.#plain(bytes, length) }
      }
      case DATA: {
        const fields = structOf(header, 5)
        if (countOf(fields, 3) !== RLE || countOf(fields, 4) !== RLE) {
          throw new RangeError('levels are written in a way that was given up')
        }
        const [values, encoding] = [countOf(fields, 1), countOf(fields, 2)]
        const plain = this.#plain(bytes, length)
        return { type: 'data', values, encoding, levels: 'inside', bytes: plain }
      }
      case DATA_V2:
        return this.#second(structOf(header, 8), bytes, length)
      default:
        throw new RangeError('a page is of an unknown type')
    }
  }

  /** A page of version 2: its levels are not compressed. */
  #second(fields: Fields, bytes: Uint8Array, length: number): Page {
    const definitionLength = countOf(fields, 5)
    const repetitionLength = countOf(fields, 6)
    const levels = definitionLength + repetitionLength
    if (levels > bytes.length || levels > length) throw new RangeError('levels are cut off')
    const repetition = bytes.subarray(0, repetitionLength)
    const definition = bytes.subarray(repetitionLength, levels)
    const rest = bytes.subarray(levels)
    const plain = fields['field_7'] === false ? rest : this.#plain(rest, length - levels)
    const [values, encoding] = [countOf(fields, 1), countOf(fields, 4)]
    return { type: 'data', values, encoding, levels: { repetition, definition }, bytes: plain }
  }

  #plain(bytes: Uint8Array, length: number): Uint8Array {
    return decompressPage(bytes, { codec: this.#codec, length }, this.#where)
  }
}

function countOf(fields: Fields, number: number): number {
  const value = fields[`field_${number}`]
  if (typeof value !== 'number' || value < 0) throw new RangeError('a page header is broken')
  return value
}

function structOf(fields: Fields, number: number): Fields {
  const value = fields[`field_${number}`]
  if (typeof value !== 'object' || value === null) throw new RangeError('a page header is broken')
  return value as Fields
}
