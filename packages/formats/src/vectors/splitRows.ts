import type { Column, Columns } from '@tlmkit/core'
import type { RowBlock } from '../rows/RowBlock.js'

/** Where the cells of one column lie in the bytes of a block. */
export type CellPlaces =
  | { readonly type: 'wide' | 'flag'; readonly starts: number[] }
  | { readonly type: 'text'; readonly starts: number[]; readonly ends: number[] }
  | {
      readonly type: 'list'
      /** Items up to and with each row's list, from 0. */
      readonly offsets: number[]
      readonly items: readonly CellPlaces[]
    }

/** Finds the cells of row bytes, column by column in the declared order. */
export function splitRows(columns: Columns, block: RowBlock): readonly CellPlaces[] {
  const { bytes, offsets, rows } = block
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const places = Object.values(columns).map(placesOf)
  for (let row = 0; row < rows; row++) {
    let at = offsets[row] ?? 0
    for (const place of places) at = addCell(place, view, at)
    if (at !== offsets[row + 1]) throw new RangeError(`row ${row} has other columns than its kind`)
  }
  return places
}

function placesOf(column: Column): CellPlaces {
  switch (column.type) {
    case 'amount':
    case 'units':
      return { type: 'wide', starts: [] }
    case 'flag':
      return { type: 'flag', starts: [] }
    case 'list':
      return { type: 'list', offsets: [0], items: Object.values(column.of).map(placesOf) }
    default:
      return { type: 'text', starts: [], ends: [] }
  }
}

/** Adds the cell at `at`; gives where the next one starts. */
function addCell(place: CellPlaces, view: DataView, at: number): number {
  switch (place.type) {
    case 'wide':
      place.starts.push(at)
      return at + 16
    case 'flag':
      place.starts.push(at)
      return at + 1
    case 'text': {
      const end = at + 4 + view.getUint32(at)
      place.starts.push(at + 4)
      place.ends.push(end)
      return end
    }
    case 'list': {
      const count = view.getUint32(at)
      let next = at + 4
      for (let item = 0; item < count; item++) {
        for (const of of place.items) next = addCell(of, view, next)
      }
      place.offsets.push((place.offsets.at(-1) ?? 0) + count)
      return next
    }
  }
}

/** The number that 16 bytes big-endian stand for, as digits. */
export function digitsAt(view: DataView, at: number): string {
  const isSmall = view.getUint32(at) === 0 && view.getUint32(at + 4) === 0
  const high = view.getUint32(at + 8)
  if (isSmall && high < 0x20_0000) return String(high * 0x1_0000_0000 + view.getUint32(at + 12))
  return ((view.getBigUint64(at) << 64n) | view.getBigUint64(at + 8)).toString()
}
