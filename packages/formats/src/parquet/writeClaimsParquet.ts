import type { ClaimKind, Column, Columns } from '@tlmkit/core'
import type { SchemaElement } from 'hyparquet-writer'
import type { RowBlock } from '../rows/RowBlock.js'
import { digitsAt, splitRows, type CellPlaces } from '../vectors/splitRows.js'
import { ParquetChunks } from './ParquetChunks.js'

type Blocks = Iterable<RowBlock> | AsyncIterable<RowBlock>
type Value = string | boolean | readonly Readonly<Record<string, unknown>>[]

/** Rows of a row group, about: the block that crosses it is still taken. */
const GROUP_ROWS = 65_536

/**
 * Writes claims as a Parquet file, a row group per 65,536 rows or so.
 *
 * Rule: whole numbers are text of decimal digits, since no decimal of Parquet's readers holds
 * 2^128 - 1. `readParquet` gives the same row bytes back.
 */
export async function* writeClaimsParquet(
  { columns }: Pick<ClaimKind, 'columns'>,
  blocks: Blocks,
): AsyncGenerator<Uint8Array> {
  const names = Object.keys(columns)
  const children = elementsOf(columns)
  const chunks = new ParquetChunks([{ name: 'root', num_children: names.length }, ...children])
  let group: Value[][] = names.map(() => [])
  let rows = 0
  const encode = (): Uint8Array => {
    const data = names.map((name, index) => ({ name, data: group[index] ?? [] }))
    const bytes = chunks.encode(data, rows)
    group = names.map(() => [])
    rows = 0
    return bytes
  }
  for await (const block of blocks) {
    for (const [index, values] of valuesOf(columns, block).entries()) {
      for (const value of values) group[index]?.push(value)
    }
    rows += block.rows
    if (rows >= GROUP_ROWS) yield encode()
  }
  if (rows > 0) yield encode()
  yield chunks.end()
}

function elementsOf(columns: Columns): SchemaElement[] {
  return Object.entries(columns).flatMap(([name, column]) => elementOf(name, column))
}

function elementOf(name: string, column: Column): SchemaElement[] {
  const base = { name, repetition_type: 'REQUIRED' } as const
  if (column.type === 'flag') return [{ ...base, type: 'BOOLEAN' }]
  if (column.type !== 'list') {
    const logical_type = { type: 'STRING' } as const
    return [{ ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type }]
  }
  const num_children = Object.keys(column.of).length
  return [
    { ...base, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', num_children },
    ...elementsOf(column.of),
  ]
}

/** The cells of a block as the writer takes them, column by column. */
function valuesOf(columns: Columns, block: RowBlock): readonly (readonly Value[])[] {
  const view = new DataView(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength)
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const toValues = (places: CellPlaces, column: Column | undefined): readonly Value[] => {
    switch (places.type) {
      case 'wide':
        return places.starts.map((start) => digitsAt(view, start))
      case 'flag':
        return places.starts.map((start) => view.getUint8(start) === 1)
      case 'text':
        return places.starts.map((start, index) =>
          utf8.decode(block.bytes.subarray(start, places.ends[index])),
        )
      case 'list': {
        const of = column?.type === 'list' ? Object.entries(column.of) : []
        const items = places.items.map((item, index) => toValues(item, of[index]?.[1]))
        return places.offsets.slice(1).map((end, row) => {
          const start = places.offsets[row] ?? 0
          return Array.from({ length: end - start }, (_, item) =>
            Object.fromEntries(of.map(([name], index) => [name, items[index]?.[start + item]])),
          )
        })
      }
    }
  }
  const types = Object.values(columns)
  return splitRows(columns, block).map((places, index) => toValues(places, types[index]))
}
