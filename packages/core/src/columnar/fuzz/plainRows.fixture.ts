import { compareByteArrays } from '../../bytes/compareByteArrays.js'
import { ByteWriter } from '../../bytes/ByteWriter.js'
import type { Cell, Column, Columns, Row } from '../../claims/columns.js'
import type { ClaimKind } from '../../claims/defineClaimKind.js'
import { encodeRow } from '../../claims/encodeRow.js'
import { compareKeys, keyOf } from '../../claims/keyOf.js'
import { parseCell } from '../../claims/parseRow.js'
import { isTlmkitError } from '../../errors/BaseError.js'

const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes that are no row: too few, or nothing that the edge accepts. */
class Refused extends Error {}

/** The rows that bytes begin with, as the edge would accept them and write them again. */
export interface PlainRows {
  readonly rows: readonly Row[]
  /** Whether the bytes end with the last row. */
  readonly isWhole: boolean
}

/** Reads rows one by one, as plainly as can be, until one is refused or out of order. */
export function plainRows(kind: ClaimKind, bytes: Uint8Array, rowsMax: number): PlainRows {
  const rows: Row[] = []
  const compare = compareKeys(kind.all, kind.key)
  const reader = new PlainReader(bytes)
  let before: { readonly key: readonly string[]; readonly bytes: Uint8Array } | undefined
  while (rows.length < rowsMax && reader.at < bytes.length) {
    const from = reader.at
    try {
      const row = reader.row(kind.all)
      const own = { key: keyOf(kind.key, row), bytes: bytes.slice(from, reader.at) }
      const writer = new ByteWriter()
      encodeRow(writer, kind.all, row)
      if (compareByteArrays(writer.toBytes(), own.bytes) !== 0) throw new Refused()
      if (before !== undefined) {
        const byKey = compare(before.key, own.key)
        const order = byKey === 0 ? compareByteArrays(before.bytes, own.bytes) : byKey
        if (order > 0) throw new Refused()
      }
      before = own
      rows.push(row)
    } catch (error) {
      // A text that is not UTF-8 is a TypeError of the decoder's.
      const isBad = error instanceof Refused || error instanceof TypeError || isTlmkitError(error)
      if (isBad) return { rows, isWhole: false }
      throw error
    }
  }
  return { rows, isWhole: reader.at === bytes.length }
}

class PlainReader {
  readonly #bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  row(columns: Columns): Row {
    const row: Record<string, Cell> = {}
    for (const [name, column] of Object.entries(columns)) row[name] = this.#cell(column)
    return row
  }

  #cell(column: Column): Cell {
    switch (column.type) {
      case 'amount':
      case 'units':
        return this.#take(16).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
      case 'flag': {
        const [byte = 2] = this.#take(1)
        if (byte > 1) throw new Refused()
        return byte === 1
      }
      case 'list': {
        const items = this.#length()
        if (items > column.elementsMax) throw new Refused()
        return Array.from({ length: items }, () => this.row(column.of))
      }
      default:
        return parseCell(column, TEXT.decode(this.#take(this.#length())), 'row')
    }
  }

  #length(): number {
    return Number(this.#take(4).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n))
  }

  #take(size: number): Uint8Array & { reduce(f: Fold, from: bigint): bigint } {
    if (size > this.#bytes.length - this.at) throw new Refused()
    this.at += size
    return this.#bytes.slice(this.at - size, this.at)
  }
}

type Fold = (value: bigint, byte: number) => bigint
