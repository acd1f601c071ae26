import type { ClaimKind, Column } from '@tlmkit/core'
import {
  Bool,
  Dictionary,
  Field,
  Int32,
  List,
  Struct,
  Utf8,
  makeData,
  type Data,
} from 'apache-arrow'
import type { RowBlock } from '../rows/RowBlock.js'
import { digitsAt, splitRows, type CellPlaces } from '../vectors/splitRows.js'
import { ArrowChunks } from './ArrowChunks.js'
import { DictionaryColumn, TextColumn } from './TextColumn.js'

type Blocks = Iterable<RowBlock> | AsyncIterable<RowBlock>

/**
 * Writes claims as an Arrow IPC stream, one record batch per block.
 *
 * Rule: whole numbers are text of decimal digits, since no Arrow decimal holds 2^128 - 1 that every
 * reader knows; ids, accounts and `oneOf` are dictionaries of text, set anew with each batch.
 * `readArrow` gives the same row bytes back.
 */
export async function* writeClaimsArrow(
  { columns }: Pick<ClaimKind, 'columns'>,
  blocks: Blocks,
): AsyncGenerator<Uint8Array> {
  const plans = Object.entries(columns).map(([name, column], id) => planOf(name, column, id))
  const chunks = new ArrowChunks(plans.map(({ field }) => field))
  for await (const block of blocks) {
    const view = new DataView(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength)
    const data = splitRows(columns, block).map((places, index) =>
      toData(places, { plan: plans[index], view, bytes: block.bytes }),
    )
    yield chunks.encode(data, block.rows)
  }
  yield chunks.end()
}

/** How a column is written. */
interface ColumnPlan {
  readonly field: Field
  /** Where the texts are written once each, and by number from then on. */
  readonly dictionary?: Dictionary<Utf8, Int32>
  readonly list?: { readonly item: Field<Struct>; readonly plans: readonly ColumnPlan[] }
}

/** `id` numbers the dictionary; items of lists have none. */
function planOf(name: string, column: Column, id?: number): ColumnPlan {
  switch (column.type) {
    case 'flag':
      return { field: new Field(name, new Bool()) }
    case 'id':
    case 'account':
    case 'oneOf': {
      if (id === undefined) return { field: new Field(name, new Utf8()) }
      const dictionary = new Dictionary(new Utf8(), new Int32(), id)
      return { field: new Field(name, dictionary), dictionary }
    }
    case 'list': {
      const plans = Object.entries(column.of).map(([key, of]) => planOf(key, of))
      const item = new Field('item', new Struct(plans.map(({ field }) => field)))
      return { field: new Field(name, new List(item)), list: { item, plans } }
    }
    default:
      return { field: new Field(name, new Utf8()) }
  }
}

interface Source {
  readonly plan: ColumnPlan | undefined
  readonly view: DataView
  readonly bytes: Uint8Array
}

function toData(places: CellPlaces, source: Source): Data {
  const { view, bytes } = source
  switch (places.type) {
    case 'wide': {
      const texts = new TextColumn()
      for (const start of places.starts) texts.add(digitsAt(view, start))
      return texts.toData()
    }
    case 'flag':
      return flagData(places.starts.map((start) => bytes[start] === 1))
    case 'text':
      return textData(places, source)
    case 'list':
      return listData(places, source)
  }
}

function listData(
  { offsets, items }: Extract<CellPlaces, { type: 'list' }>,
  { plan, view, bytes }: Source,
): Data {
  if (plan?.list === undefined) throw new TypeError('a list without items')
  const { item, plans } = plan.list
  const children = items.map((of, index) => toData(of, { plan: plans[index], view, bytes }))
  const length = offsets.at(-1) ?? 0
  return makeData({
    type: new List(item),
    length: offsets.length - 1,
    nullCount: 0,
    valueOffsets: Int32Array.from(offsets),
    child: makeData({ type: item.type, length, nullCount: 0, children }),
  })
}

function textData(
  { starts, ends }: Extract<CellPlaces, { type: 'text' }>,
  { plan, bytes }: Source,
): Data {
  if (plan?.dictionary !== undefined) {
    const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const texts = new DictionaryColumn()
    for (const [index, start] of starts.entries()) {
      texts.add(utf8.decode(bytes.subarray(start, ends[index])))
    }
    return texts.toData(plan.dictionary)
  }
  const texts = new TextColumn()
  for (const [index, start] of starts.entries()) texts.addBytes(bytes.subarray(start, ends[index]))
  return texts.toData()
}

function flagData(flags: readonly boolean[]): Data<Bool> {
  const data = new Uint8Array((flags.length + 7) >> 3)
  for (const [row, flag] of flags.entries()) {
    if (flag) data[row >> 3] = (data[row >> 3] ?? 0) | (1 << (row & 7))
  }
  return makeData({ type: new Bool(), length: flags.length, nullCount: 0, data })
}
