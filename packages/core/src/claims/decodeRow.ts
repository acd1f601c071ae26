import type { ByteReader } from '../bytes/ByteReader.js'
import type { Column, Columns } from './columns.js'

/**
 * Reads what `encodeRow` wrote. Cells are not checked further: give the row to `parseRow`.
 *
 * Errors: those of the reader, where the bytes end early.
 */
export function decodeRow(reader: ByteReader, columns: Columns): Readonly<Record<string, unknown>> {
  const row: Record<string, unknown> = {}
  for (const [name, column] of Object.entries(columns)) row[name] = decodeCell(reader, column)
  return row
}

function decodeCell(reader: ByteReader, column: Column): unknown {
  switch (column.type) {
    case 'amount':
    case 'units':
      return reader.u128()
    case 'flag':
      return reader.flag()
    case 'ratio':
    case 'rate':
    case 'oneOf':
    case 'id':
    case 'account':
    case 'opaque':
    case 'text':
      return reader.text()
    case 'list': {
      const count = reader.u32()
      const items: unknown[] = []
      for (let item = 0; item < count; item++) items.push(decodeRow(reader, column.of))
      return items
    }
  }
}
