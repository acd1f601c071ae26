import { UsageError, type InputError } from '@tlmkit/core/rows'
import { RowReader, rowFault } from '../rows/RowReader.js'
import { RankCache } from './RankCache.js'
import type { RowOrder } from './RowOrder.js'
import { VersionCache } from './VersionCache.js'

const WIDE = 16
/** Bytes of the route rank and the params version. */
const PREFIX = 8
/** Bytes of the length before a text. */
const LENGTH = 4

/** The same bytes, in the two ways that are quick to read. */
export interface RowBytes {
  readonly bytes: Uint8Array
  readonly view: DataView
}

/** Keys that are being written. */
export interface KeyTarget {
  readonly keys: Uint8Array
  readonly keyView: DataView
}

interface KeyPart {
  readonly column: number
  readonly isWide: boolean
}

/**
 * Makes sort keys: bytes that compare as rows do in canonical order, but for the row bytes.
 *
 * Rule: route rank and params version as u32, units as they stand, texts ended by a byte 0, which
 * no id has. Columns after those that the order needs are not looked at.
 * Errors: `rows-invalid`.
 */
export class KeyWriter {
  readonly #reader: RowReader
  readonly #parts: readonly KeyPart[]
  readonly #routeColumn: number
  readonly #openedColumn: number
  readonly #ranks: RankCache
  readonly #versions: VersionCache
  readonly #anyVersion: number
  #source: DataView = new DataView(new ArrayBuffer(0))
  #rank = 0
  #version = 0

  constructor(order: RowOrder) {
    const { kind } = order
    const names = Object.keys(kind.columns)
    this.#parts = kind.key.map((name) => ({
      column: names.indexOf(name),
      isWide: kind.columns[name]?.type === 'units',
    }))
    this.#routeColumn = names.indexOf(order.routeColumn ?? '')
    this.#openedColumn = names.indexOf(kind.openedAt ?? '')
    const columns = [...this.#parts.map(({ column }) => column), this.#routeColumn]
    this.#reader = new RowReader(kind.columns, Math.max(...columns, this.#openedColumn) + 1)
    this.#ranks = new RankCache((value) => asU32(order.routeRank(value)))
    this.#versions = new VersionCache((opened) => asU32(order.versionOf(opened)))
    this.#anyVersion = kind.openedAt === undefined ? asU32(order.versionOf(undefined)) : 0
  }

  /** Bytes of the key of a row, which `write` then writes. */
  measure({ bytes, view }: RowBytes, start: number, end: number): number {
    const { starts } = this.#reader
    this.#reader.walkPart(view, start, end)
    this.#source = view
    let length = PREFIX
    for (const { column, isWide } of this.#parts) {
      length += isWide ? WIDE : (starts[column + 1] ?? 0) - (starts[column] ?? 0) - 3
    }
    const route = this.#routeColumn
    const opened = this.#openedColumn
    this.#rank =
      route < 0 ? 0 : this.#ranks.rankOf(bytes, (starts[route] ?? 0) + 4, starts[route + 1] ?? 0)
    this.#version =
      opened < 0 ? this.#anyVersion : this.#versions.versionOf(view, starts[opened] ?? 0)
    return length
  }

  /** Writes the key of the row that was measured last. */
  write({ keys, keyView }: KeyTarget, at: number): void {
    const source = this.#source
    const { starts } = this.#reader
    keyView.setUint32(at, this.#rank)
    keyView.setUint32(at + 4, this.#version)
    let to = at + PREFIX
    for (const { column, isWide } of this.#parts) {
      const end = starts[column + 1] ?? 0
      let from = (starts[column] ?? 0) + (isWide ? 0 : LENGTH)
      for (; from + 4 <= end; from += 4, to += 4) {
        const word = source.getInt32(from)
        if (!isWide && hasZero(word)) throw zeroFault()
        keyView.setInt32(to, word)
      }
      for (; from < end; from++, to++) {
        const byte = source.getUint8(from)
        if (byte === 0) throw zeroFault()
        keys[to] = byte
      }
      if (!isWide) keys[to++] = 0
    }
  }
}

/** Whether one of four bytes is 0. */
function hasZero(word: number): boolean {
  return ((word - 0x01010101) & ~word & 0x80808080) !== 0
}

function zeroFault(): InputError {
  return rowFault('a text of its key has a byte 0')
}

function asU32(value: number): number {
  if (value >>> 0 === value) return value
  throw new UsageError({
    code: 'row-order-invalid',
    message: `A row order ranks by ${value}: give whole numbers from 0 to 2^32 - 1.`,
  })
}
