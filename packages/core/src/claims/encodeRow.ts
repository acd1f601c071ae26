import { isRatio } from '../amounts/Ratio.js'
import type { ByteWriter } from '../bytes/ByteWriter.js'
import type { Cell, Column, Columns, Row } from './columns.js'

/**
 * Writes the canonical bytes of a row: its columns in declared order, nothing between them.
 *
 * Units: amounts and units 16 bytes big-endian; texts and lists with their length before them.
 */
export function encodeRow(writer: ByteWriter, columns: Columns, row: Row): void {
  for (const [name, column] of Object.entries(columns)) encodeCell(writer, column, row[name])
}

function encodeCell(writer: ByteWriter, column: Column, value: Cell | undefined): void {
  switch (column.type) {
    case 'amount':
    case 'units':
      writer.u128(typeof value === 'bigint' ? value : 0n)
      return
    case 'ratio':
    case 'rate':
      writer.text(isRatio(value) ? `${value.num}/${value.den}` : '')
      return
    case 'flag':
      writer.u8(value === true ? 1 : 0)
      return
    case 'oneOf':
    case 'id':
    case 'account':
    case 'opaque':
    case 'text':
      writer.text(typeof value === 'string' ? value : '')
      return
    case 'list': {
      const items = Array.isArray(value) ? (value as readonly Row[]) : []
      writer.u32(items.length)
      for (const item of items) encodeRow(writer, column.of, item)
    }
  }
}
