import { InputError, type Column, type Columns } from '@tlmkit/core/rows'

const WIDE = 16

const FLAG = 0
const TEXT = 1
const NUMBER = 2
const LIST = 3

interface ListStep {
  readonly items: RowReader
  readonly itemsMax: number
}

/**
 * Walks row bytes, checking every step against the end of the row.
 *
 * Rule: what it checks is the form of the bytes: lengths, counts, flags. What texts may say is
 * checked by `decodeRow`.
 * Errors: `rows-invalid`.
 */
export class RowReader {
  /** Where each column of the row walked last starts, and where the last one ends. */
  readonly starts: Uint32Array
  /** Columns that are walked. */
  readonly columns: number
  readonly #names: readonly string[]
  /** What each column is, as numbers: this is walked for every row. */
  readonly #shapes: Uint8Array
  readonly #lists: readonly (ListStep | undefined)[]

  /** With `columnsMax`, columns after the first ones are not looked at. */
  constructor(columns: Columns, columnsMax = Infinity) {
    const entries = Object.entries(columns)
    this.#names = entries.map(([name]) => name)
    this.#shapes = Uint8Array.from(entries, ([, column]) => shapeOf(column))
    this.#lists = entries.map(([, column]) =>
      column.type === 'list'
        ? { items: new RowReader(column.of), itemsMax: column.elementsMax }
        : undefined,
    )
    this.starts = new Uint32Array(entries.length + 1)
    this.columns = Math.min(entries.length, columnsMax)
  }

  /** Walks the row from `start` to exactly `end`. */
  walk(bytes: DataView, start: number, end: number): void {
    const last = this.walkPart(bytes, start, end)
    if (last !== end) throw rowFault(`${end - last} bytes are left after its last column`)
  }

  /** Walks the first columns of a row that ends at `end` or before; gives where they end. */
  walkPart(bytes: DataView, start: number, end: number): number {
    const shapes = this.#shapes
    const { starts, columns } = this
    let at = start
    for (let column = 0; column < columns; column++) {
      const shape = shapes[column]
      starts[column] = at
      if (shape === NUMBER) at += WIDE
      else if (at + (shape === FLAG ? 1 : 4) > end) throw this.#endsEarly(column)
      else if (shape === TEXT) at += 4 + bytes.getUint32(at)
      else if (shape === LIST) at = this.#walkItems(column, bytes, { at, end })
      else {
        if (bytes.getUint8(at) > 1) throw rowFault(`a flag is neither 0 nor 1`)
        at += 1
      }
      if (at > end) throw this.#endsEarly(column)
    }
    starts[columns] = at
    return at
  }

  #walkItems(
    column: number,
    bytes: DataView,
    { at, end }: { readonly at: number; readonly end: number },
  ): number {
    const list = this.#lists[column]
    const count = bytes.getUint32(at)
    if (list === undefined || count > list.itemsMax) {
      throw rowFault(`list "${this.#names[column]}" has ${count} items, more than it may`)
    }
    let place = at + 4
    for (let item = 0; item < count; item++) place = list.items.walkPart(bytes, place, end)
    return place
  }

  #endsEarly(column: number): InputError {
    return rowFault(`its bytes end within column "${this.#names[column]}"`)
  }
}

function shapeOf(column: Column): number {
  switch (column.type) {
    case 'amount':
    case 'units':
      return NUMBER
    case 'flag':
      return FLAG
    case 'list':
      return LIST
    case 'ratio':
    case 'rate':
    case 'oneOf':
    case 'id':
    case 'account':
    case 'opaque':
    case 'text':
      return TEXT
  }
}

/** The error for row bytes that are not a row of their kind. */
export function rowFault(why: string, where = 'A row'): InputError {
  return new InputError({
    code: 'rows-invalid',
    message: `${where} does not have the bytes of its claim kind: ${why}. Write it again from its source.`,
    details: { why },
  })
}
