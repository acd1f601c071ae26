import type { Column, Columns, ListColumn } from '@tlmkit/core'
import { viewOf } from '../rows/RowsFile.js'
import { COMMA, NEWLINE, SPACE, isOrdinaryText } from './byteClasses.js'
import type { CellWriter } from './CellWriter.js'
import { ValueList } from './ValueList.js'
import { startsWith } from './words.js'

const OPEN = 0x7b
const CLOSE = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const RETURN = 0x0d

interface ScannedColumn {
  readonly column: Column
  /** `"name":` */
  readonly key: DataView
  readonly values: ValueList | undefined
  readonly items: RowScanner | undefined
}

/**
 * Reads ordinary JSON objects of known columns straight into row bytes, without making values.
 *
 * Rule: what it reads is exactly what the strict reader would; for everything else, valid or not,
 * it gives -1 and the strict reader decides. Keys may come in any order; the order of the last
 * object is the guess for the next.
 */
export class RowScanner {
  readonly #columns: readonly ScannedColumn[]
  readonly #writer: CellWriter
  /** Column expected at each place. Always all columns once: so no key can come twice. */
  readonly #order: Int32Array
  /** Where the cell at each place starts, and where the last one ends. */
  readonly #starts: Int32Array
  #scratch = new Uint8Array(1024)

  constructor(columns: Columns, writer: CellWriter) {
    this.#columns = Object.entries(columns).map(([name, column]) => ({
      column,
      key: viewOf(new TextEncoder().encode(`"${name}":`)),
      values: column.type === 'oneOf' ? new ValueList(column) : undefined,
      items: column.type === 'list' ? new RowScanner(column.of, writer) : undefined,
    }))
    this.#writer = writer
    this.#order = Int32Array.from(this.#columns, (_, index) => index)
    this.#starts = new Int32Array(this.#columns.length + 1)
  }

  /** Whether objects with these columns can be ordinary at all. */
  static canScan(columns: Columns): boolean {
    return Object.entries(columns).every(
      ([name, column]) =>
        name !== '' &&
        isOrdinaryText(name) &&
        name !== '__proto__' &&
        (column.type !== 'list' || RowScanner.canScan(column.of)),
    )
  }

  /** Reads an object and the end of its line; gives where the next line starts, or -1. */
  scanLine(pos: number): number {
    const { source } = this.#writer
    const end = this.scan(pos)
    if (end < 0) return -1
    if (source[end] === NEWLINE) return end + 1
    return source[end] === RETURN && source[end + 1] === NEWLINE ? end + 2 : -1
  }

  /** Reads an object; gives where it ends, or -1. */
  scan(pos: number): number {
    const { source } = this.#writer
    if (source[pos] !== OPEN) return -1
    const count = this.#order.length
    if (count === 0) return source[pos + 1] === CLOSE ? pos + 2 : -1
    const writer = this.#writer
    let isDeclaredOrder = true
    let p = pos + 1
    for (let place = 0; place < count; place++) {
      let index = this.#order[place] ?? 0
      let column = this.#columns[index]
      if (column === undefined) return -1
      if (!startsWith(column.key, writer.sourceView, p)) {
        index = this.#findKey(p, place)
        column = this.#columns[index]
        if (column === undefined) return -1
      }
      if (index !== place) isDeclaredOrder = false
      this.#starts[place] = writer.at
      p += column.key.byteLength
      if (source[p] === SPACE) p += 1
      p = this.#scanCell(column, p)
      if (p < 0) return -1
      if (place === count - 1) break
      if (source[p] !== COMMA) return -1
      p += source[p + 1] === SPACE ? 2 : 1
    }
    if (source[p] !== CLOSE) return -1
    this.#starts[count] = writer.at
    if (!isDeclaredOrder && writer.at <= writer.bytes.length) this.#putInOrder()
    return p + 1
  }

  /** Looks for the key among the columns that did not come yet, and expects it here from now on. */
  #findKey(pos: number, place: number): number {
    const order = this.#order
    for (let later = place + 1; later < order.length; later++) {
      const index = order[later] ?? 0
      const key = this.#columns[index]?.key
      if (key === undefined || !startsWith(key, this.#writer.sourceView, pos)) continue
      order[later] = order[place] ?? 0
      order[place] = index
      return index
    }
    return -1
  }

  #scanCell(scanned: ScannedColumn, pos: number): number {
    const { column } = scanned
    const writer = this.#writer
    switch (column.type) {
      case 'amount':
      case 'units':
        return writer.writeNatural(pos)
      case 'id':
        return writer.writeId(pos)
      case 'account':
        return writer.writeAccount(pos)
      case 'oneOf':
        return scanned.values === undefined ? -1 : writer.writeOneOf(pos, scanned.values)
      case 'flag':
        return writer.writeFlag(pos)
      case 'ratio':
      case 'rate':
        return writer.writeRatio(pos)
      case 'opaque':
        return writer.writeHex(pos)
      case 'text':
        return -1
      case 'list':
        return this.#scanList(column, scanned.items, pos)
    }
  }

  #scanList(column: ListColumn, items: RowScanner | undefined, pos: number): number {
    const writer = this.#writer
    const { source } = writer
    if (items === undefined || source[pos] !== OPEN_LIST) return -1
    const start = writer.at
    writer.at += 4
    let count = 0
    let p = pos + 1
    if (source[p] !== CLOSE_LIST) {
      for (;;) {
        p = items.scan(p)
        if (p < 0) return -1
        count += 1
        if (source[p] !== COMMA) break
        p += source[p + 1] === SPACE ? 2 : 1
      }
    }
    if (source[p] !== CLOSE_LIST || count > column.elementsMax) return -1
    if (start + 4 <= writer.bytes.length) writer.view.setUint32(start, count)
    return p + 1
  }

  /** Brings the cells written last from the order of the line into the declared one. */
  #putInOrder(): void {
    const { bytes, at } = this.#writer
    const starts = this.#starts
    const start = starts[0] ?? 0
    if (this.#scratch.length < at - start) this.#scratch = new Uint8Array((at - start) * 2)
    const scratch = this.#scratch
    for (let i = start; i < at; i++) scratch[i - start] = bytes[i] ?? 0
    let to = start
    for (let index = 0; index < this.#order.length; index++) {
      const place = this.#order.indexOf(index)
      const end = (starts[place + 1] ?? 0) - start
      for (let from = (starts[place] ?? 0) - start; from < end; from++) {
        bytes[to] = scratch[from] ?? 0
        to += 1
      }
    }
  }
}
