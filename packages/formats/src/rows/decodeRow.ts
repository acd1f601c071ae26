import {
  ByteWriter,
  compareByteArrays,
  encodeRow,
  parseRow,
  type ClaimKind,
  type Column,
  type Columns,
  type Row,
} from '@tlmkit/core'
import { RowReader, rowFault } from './RowReader.js'
import { viewOf } from './RowsFile.js'

/**
 * Reads the canonical bytes of one row.
 *
 * Rule: bytes that are not those that `encodeRow` writes for the row are refused.
 * Errors: `rows-invalid`, and those of `parseRow`.
 */
export function decodeRow(kind: ClaimKind, bytes: Uint8Array, where = 'row'): Row {
  const view = viewOf(bytes)
  new RowReader(kind.columns).walk(view, 0, bytes.length)
  const source: Source = { bytes, view, at: 0, where }
  const row = parseRow(kind.columns, readCells(kind.columns, source), where)
  const writer = new ByteWriter()
  encodeRow(writer, kind.columns, row)
  if (compareByteArrays(writer.toBytes(), bytes) === 0) return row
  throw rowFault('a ratio is not in lowest terms', where)
}

/** Bytes that were walked already, and where the next cell starts. */
interface Source {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly where: string
  at: number
}

function readCells(columns: Columns, source: Source): Readonly<Record<string, unknown>> {
  const cells = Object.entries(columns).map(
    ([name, column]) => [name, readCell(column, source)] as const,
  )
  return Object.fromEntries(cells)
}

function readCell(column: Column, source: Source): unknown {
  switch (column.type) {
    case 'amount':
    case 'units':
      return readWide(source)
    case 'flag':
      source.at += 1
      return source.bytes[source.at - 1] === 1
    case 'list': {
      const count = readLength(source)
      return Array.from({ length: count }, () => readCells(column.of, source))
    }
    case 'ratio':
    case 'rate':
    case 'oneOf':
    case 'id':
    case 'account':
    case 'opaque':
    case 'text':
      return readText(source)
  }
}

function readWide(source: Source): bigint {
  let value = 0n
  for (let word = 0; word < 4; word++) value = (value << 32n) | BigInt(readLength(source))
  return value
}

function readLength(source: Source): number {
  const value = source.view.getUint32(source.at)
  source.at += 4
  return value
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readText(source: Source): string {
  const length = readLength(source)
  const start = source.at
  source.at += length
  try {
    return UTF8.decode(source.bytes.subarray(start, start + length))
  } catch {
    throw rowFault('a text is not UTF-8', source.where)
  }
}
