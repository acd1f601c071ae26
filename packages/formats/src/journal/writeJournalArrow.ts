import type { JournalBlock } from '@tlmkit/core'
import { Field, Float64, Int32, Utf8, makeData, type Data, type DataType } from 'apache-arrow'
import { ArrowChunks } from '../arrow/ArrowChunks.js'
import { TextColumn, type Nulls } from '../arrow/TextColumn.js'
import {
  JOURNAL_TABLES,
  type JournalTableName,
  type TableColumn,
  type TableValue,
} from './JournalTable.js'

/**
 * Writes one table of a journal as an Arrow IPC stream, one record batch per block.
 *
 * Units: amounts are base units, exact as text of decimal digits; `amount_float` is for plotting.
 */
export async function* writeJournalArrow(
  blocks: Iterable<JournalBlock> | AsyncIterable<JournalBlock>,
  { table }: { readonly table: JournalTableName },
): AsyncGenerator<Uint8Array> {
  const { columns, rowsOf } = JOURNAL_TABLES[table]
  const fields = columns.map(({ name, type, nullable }) => new Field(name, TYPES[type], nullable))
  const chunks = new ArrowChunks(fields)
  for await (const block of blocks) {
    const rows = [...rowsOf(block)]
    const data = columns.map((column, index) => toData(column, rows, index))
    yield chunks.encode(data, rows.length)
  }
  yield chunks.end()
}

const TYPES: Readonly<Record<TableColumn['type'], DataType>> = {
  text: new Utf8(),
  count: new Int32(),
  float: new Float64(),
}

function toData(
  { type, nullable }: TableColumn,
  rows: readonly (readonly TableValue[])[],
  index: number,
): Data {
  if (type === 'text') return textData(rows, index, nullable)
  const span = { length: rows.length, nullCount: 0 }
  const numbers = rows.map((row) => Number(row[index]))
  return type === 'count'
    ? makeData({ type: new Int32(), ...span, data: Int32Array.from(numbers) })
    : makeData({ type: new Float64(), ...span, data: Float64Array.from(numbers) })
}

function textData(
  rows: readonly (readonly TableValue[])[],
  index: number,
  nullable: boolean,
): Data<Utf8> {
  const texts = new TextColumn()
  for (const row of rows) texts.add(String(row[index] ?? ''))
  return texts.toData(nullable ? nullsOf(rows, index) : undefined)
}

function nullsOf(rows: readonly (readonly TableValue[])[], index: number): Nulls {
  const bitmap = new Uint8Array((rows.length + 7) >> 3)
  let count = 0
  for (const [row, values] of rows.entries()) {
    if (values[index] === null) count += 1
    else bitmap[row >> 3] = (bitmap[row >> 3] ?? 0) | (1 << (row & 7))
  }
  return { count, bitmap }
}
