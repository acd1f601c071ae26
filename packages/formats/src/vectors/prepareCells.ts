import { InputError, isRatio, parseCell, parseRow, type Cell, type Column } from '@tlmkit/core/rows'
import { setDigits, setWide } from './numberVectors.js'
import { plainTextOf } from './plainText.js'
import type { FlagVector, ListVector, NumberVector, TextVector, Vector } from './Vector.js'

/** Checked cells of rows `from` to `to` of one column, ready to be copied into row bytes. */
export type Cells = FixedCells | TextCells | ListCells

export interface FixedCells {
  readonly type: 'fixed'
  readonly width: 1 | 16
  readonly bytes: Uint8Array
}
export interface TextCells {
  readonly type: 'text'
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
}
export interface ListCells {
  readonly type: 'list'
  /** Item at which each row's list starts, from 0; one more than there are rows. */
  readonly offsets: Int32Array
  readonly items: readonly Cells[]
}

/** Rows to prepare, and how an error names one of them. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly whereOf: (row: number) => string
}

/** One column of a claim kind or of a list's items. */
export interface NamedColumn {
  readonly name: string
  readonly column: Column
}

/**
 * Checks the cells of one column as `parseCell` does.
 *
 * Errors: the codes of the column's type, `text-not-utf8`.
 */
export function prepareCells(named: NamedColumn, vector: Vector, span: Span): Cells {
  if (vector.nullFrom < span.to) check(named, null, span.whereOf(vector.nullFrom))
  const { column } = named
  if (column.type === 'list') return prepareList(named, vector as ListVector, span)
  if (column.type === 'flag') return prepareFlags(vector as FlagVector, span)
  if (column.type === 'amount' || column.type === 'units') {
    return vector.type === 'text'
      ? prepareDigits(named, vector, span)
      : prepareNumbers(named, vector as NumberVector, span)
  }
  const texts = vector as TextVector
  return column.type === 'ratio' || column.type === 'rate'
    ? prepareRatios(named, texts, span)
    : prepareTexts(named, texts, span)
}

function check({ name, column }: NamedColumn, value: unknown, where: string): Cell {
  return parseCell(column, value, `${where}, column ${name}`)
}

function prepareTexts(named: NamedColumn, vector: TextVector, span: Span): TextCells {
  const isPlain = plainTextOf(named.column)
  const { bytes } = vector
  const { starts, ends } = sliceTexts(vector, span)
  for (let i = 0; i < starts.length; i++) {
    const [start, end] = [starts[i] ?? 0, ends[i] ?? 0]
    if (isPlain(bytes, start, end)) continue
    const where = span.whereOf(span.from + i)
    check(named, decodeText(bytes.subarray(start, end), named, where), where)
  }
  return { type: 'text', bytes, starts, ends }
}

/** The slices of the span's rows, dictionaries looked up. */
function sliceTexts(
  { starts, ends, indices }: TextVector,
  { from, to }: Span,
): Pick<TextCells, 'starts' | 'ends'> {
  if (indices === undefined) {
    return { starts: starts.subarray(from, to), ends: ends.subarray(from, to) }
  }
  const slices = { starts: new Int32Array(to - from), ends: new Int32Array(to - from) }
  for (let row = from; row < to; row++) {
    const index = indices[row] ?? 0
    slices.starts[row - from] = starts[index] ?? 0
    slices.ends[row - from] = ends[index] ?? 0
  }
  return slices
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeText(bytes: Uint8Array, { name }: NamedColumn, where: string): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    throw new InputError({
      code: 'text-not-utf8',
      message: `${where}, column ${name}: the text is not UTF-8: write it as UTF-8.`,
      details: { where, column: name },
    })
  }
}

function prepareDigits(named: NamedColumn, vector: TextVector, span: Span): FixedCells {
  const { bytes } = vector
  const { starts, ends } = sliceTexts(vector, span)
  const out = new Uint8Array(starts.length * 16)
  const view = new DataView(out.buffer)
  const text = { bytes, start: 0, end: 0 }
  for (let i = 0; i < starts.length; i++) {
    text.start = starts[i] ?? 0
    text.end = ends[i] ?? 0
    if (setDigits(view, i * 16, text)) continue
    const where = span.whereOf(span.from + i)
    const value = decodeText(bytes.subarray(text.start, text.end), named, where)
    setWide(view, i * 16, check(named, value, where) as bigint)
  }
  return { type: 'fixed', width: 16, bytes: out }
}

function prepareNumbers(named: NamedColumn, vector: NumberVector, span: Span): FixedCells {
  const bytes = new Uint8Array((span.to - span.from) * 16)
  const wide = { view: new DataView(bytes.buffer), start: span.from }
  let row = vector.fill(span.from, span.to, wide)
  while (row < span.to) {
    const value = check(named, vector.at(row), span.whereOf(row)) as bigint
    setWide(wide.view, (row - span.from) * 16, value)
    row = vector.fill(row + 1, span.to, wide)
  }
  return { type: 'fixed', width: 16, bytes }
}

function prepareFlags(vector: FlagVector, { from, to }: Span): FixedCells {
  const bytes = new Uint8Array(to - from)
  for (let row = from; row < to; row++) bytes[row - from] = vector.at(row) ? 1 : 0
  return { type: 'fixed', width: 1, bytes }
}

/** Ratios in lowest terms, each different text once. */
function prepareRatios(named: NamedColumn, vector: TextVector, span: Span): TextCells {
  const { starts, ends } = sliceTexts(vector, span)
  const canonical = { starts: new Int32Array(starts.length), ends: new Int32Array(starts.length) }
  const seen = new Map<string, readonly [start: number, end: number]>()
  const parts: Uint8Array[] = []
  let length = 0
  for (let i = 0; i < starts.length; i++) {
    const where = span.whereOf(span.from + i)
    const text = decodeText(vector.bytes.subarray(starts[i], ends[i]), named, where)
    let slice = seen.get(text)
    if (slice === undefined) {
      const value = check(named, text, where)
      const part = new TextEncoder().encode(isRatio(value) ? `${value.num}/${value.den}` : '')
      parts.push(part)
      slice = [length, length + part.length]
      length += part.length
      seen.set(text, slice)
    }
    canonical.starts[i] = slice[0]
    canonical.ends[i] = slice[1]
  }
  return { type: 'text', bytes: joinBytes(parts, length), ...canonical }
}

function joinBytes(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function prepareList(named: NamedColumn, vector: ListVector, span: Span): ListCells {
  const { from, to } = span
  const { column } = named
  if (column.type !== 'list') throw new TypeError(`${named.name} is no list`)
  for (let row = from; row < to; row++) {
    const count = listLength(vector, row)
    if (count <= column.elementsMax) continue
    const tooLong: unknown[] = []
    tooLong.length = count
    check(named, tooLong, span.whereOf(row))
  }
  const first = vector.offsets[from] ?? 0
  const items: Span = {
    from: first,
    to: vector.offsets[to] ?? 0,
    whereOf: (item) => {
      const row = rowOfItem(vector.offsets, item, span)
      return `${span.whereOf(row)}, column ${named.name}[${item - (vector.offsets[row] ?? 0)}]`
    },
  }
  if (vector.itemNullFrom < items.to) {
    parseRow(column.of, null, items.whereOf(vector.itemNullFrom))
  }
  const columns = Object.entries(column.of).map(([name, of], index) => {
    const item = vector.items[index]
    if (item === undefined) throw new TypeError(`${named.name} lacks ${name}`)
    return prepareCells({ name, column: of }, item, items)
  })
  const offsets = vector.offsets.slice(from, to + 1)
  for (let i = 0; i < offsets.length; i++) offsets[i] = (offsets[i] ?? 0) - first
  return { type: 'list', offsets, items: columns }
}

/** Items of a row's list. */
export function listLength({ offsets }: ListVector, row: number): number {
  return (offsets[row + 1] ?? 0) - (offsets[row] ?? 0)
}

function rowOfItem(offsets: Int32Array, item: number, { from, to }: Span): number {
  for (let row = from; row < to; row++) if ((offsets[row + 1] ?? 0) > item) return row
  return to - 1
}
