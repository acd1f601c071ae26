import type { JournalBlock } from '@tlmkit/core'
import type { SchemaElement } from 'hyparquet-writer'
import { ParquetChunks } from '../parquet/ParquetChunks.js'
import {
  JOURNAL_TABLES,
  type JournalTableName,
  type TableColumn,
  type TableValue,
} from './JournalTable.js'

/** Rows of a row group, about: the block that crosses it is still taken. */
const GROUP_ROWS = 65_536

/**
 * Writes one table of a journal as a Parquet file, a row group per 65,536 rows or so.
 *
 * Units: amounts are base units, exact as text of decimal digits; `amount_float` is for plotting.
 */
export async function* writeJournalParquet(
  blocks: Iterable<JournalBlock> | AsyncIterable<JournalBlock>,
  { table }: { readonly table: JournalTableName },
): AsyncGenerator<Uint8Array> {
  const { columns, rowsOf } = JOURNAL_TABLES[table]
  const chunks = new ParquetChunks(schemaOf(columns))
  let rows: (readonly TableValue[])[] = []
  for await (const block of blocks) {
    for (const row of rowsOf(block)) rows.push(row)
    if (rows.length < GROUP_ROWS) continue
    yield chunks.encode(toColumns(columns, rows), rows.length)
    rows = []
  }
  if (rows.length > 0) yield chunks.encode(toColumns(columns, rows), rows.length)
  yield chunks.end()
}

const ELEMENTS = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  count: { type: 'INT32' },
  float: { type: 'DOUBLE' },
} as const satisfies Record<TableColumn['type'], Partial<SchemaElement>>

function schemaOf(columns: readonly TableColumn[]): SchemaElement[] {
  const elements = columns.map(({ name, type, nullable }) => ({
    name,
    ...ELEMENTS[type],
    repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
  }))
  return [{ name: 'root', num_children: columns.length }, ...elements]
}

function toColumns(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableValue[])[],
): { readonly name: string; readonly data: (TableValue | undefined)[] }[] {
  return columns.map(({ name }, index) => ({ name, data: rows.map((row) => row[index]) }))
}
