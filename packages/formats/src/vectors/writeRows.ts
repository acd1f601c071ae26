import { BLOCK_BYTES_MAX, type RowBlock } from '../rows/RowBlock.js'
import type { Cells, ListCells, TextCells } from './prepareCells.js'

/** Writes prepared cells as row bytes, cut into blocks of about 4 MiB. */
export function* writeRows(columns: readonly Cells[], rows: number): Generator<RowBlock> {
  const sizes = new Uint32Array(rows)
  for (const cells of columns) addSizes(cells, sizes)
  let from = 0
  while (from < rows) {
    let to = from
    let length = 0
    while (to < rows && length < BLOCK_BYTES_MAX) length += sizes[to++] ?? 0
    yield writeBlock(columns, sizes.subarray(from, to), from)
    from = to
  }
}

function writeBlock(columns: readonly Cells[], sizes: Uint32Array, from: number): RowBlock {
  const rows = sizes.length
  const offsets = new Uint32Array(rows + 1)
  for (let row = 0; row < rows; row++) offsets[row + 1] = (offsets[row] ?? 0) + (sizes[row] ?? 0)
  const bytes = new Uint8Array(offsets[rows] ?? 0)
  const target = { bytes, view: new DataView(bytes.buffer), positions: offsets.slice(0, rows) }
  for (const cells of columns) writeCells(cells, from, target)
  return { bytes, offsets, rows }
}

function addSizes(cells: Cells, sizes: Uint32Array): void {
  if (cells.type === 'fixed') {
    for (let row = 0; row < sizes.length; row++) sizes[row] = (sizes[row] ?? 0) + cells.width
  } else if (cells.type === 'text') {
    const { starts, ends } = cells
    for (let row = 0; row < sizes.length; row++) {
      sizes[row] = (sizes[row] ?? 0) + 4 + (ends[row] ?? 0) - (starts[row] ?? 0)
    }
  } else {
    const { offsets } = cells
    const items = itemSizes(cells, 0, offsets[offsets.length - 1] ?? 0)
    for (let row = 0; row < sizes.length; row++) {
      let size = (sizes[row] ?? 0) + 4
      const end = offsets[row + 1] ?? 0
      for (let item = offsets[row] ?? 0; item < end; item++) size += items[item] ?? 0
      sizes[row] = size
    }
  }
}

/** Sizes of the items from `from` up to `to`; items before are 0. */
function itemSizes({ items }: ListCells, from: number, to: number): Uint32Array {
  const sizes = new Uint32Array(to)
  for (const cells of items) {
    if (cells.type === 'fixed') {
      for (let item = from; item < to; item++) sizes[item] = (sizes[item] ?? 0) + cells.width
    } else if (cells.type === 'text') {
      const { starts, ends } = cells
      for (let item = from; item < to; item++) {
        sizes[item] = (sizes[item] ?? 0) + 4 + (ends[item] ?? 0) - (starts[item] ?? 0)
      }
    }
  }
  return sizes
}

interface Target {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Where each row's next cell goes: moved on by each column. */
  readonly positions: Uint32Array
}

function writeCells(cells: Cells, from: number, target: Target): void {
  if (cells.type === 'text') writeTexts(cells, from, target)
  else if (cells.type === 'list') writeLists(cells, from, target)
  else if (cells.width === 1) writeFlags(cells.bytes, from, target)
  else writeWide(cells.bytes, from, target)
}

function writeFlags(source: Uint8Array, from: number, { bytes, positions }: Target): void {
  for (let row = 0; row < positions.length; row++) {
    const at = positions[row] ?? 0
    bytes[at] = source[from + row] ?? 0
    positions[row] = at + 1
  }
}

function writeWide(source: Uint8Array, from: number, { bytes, positions }: Target): void {
  for (let row = 0; row < positions.length; row++) {
    const at = positions[row] ?? 0
    const start = (from + row) * 16
    for (let i = 0; i < 16; i++) bytes[at + i] = source[start + i] ?? 0
    positions[row] = at + 16
  }
}

/** Up to this many bytes a loop is quicker than a call. */
const SHORT = 48

function writeTexts(cells: TextCells, from: number, { bytes, view, positions }: Target): void {
  const { bytes: source, starts, ends } = cells
  for (let row = 0; row < positions.length; row++) {
    const at = (positions[row] ?? 0) + 4
    const start = starts[from + row] ?? 0
    const end = ends[from + row] ?? 0
    const length = end - start
    view.setUint32(at - 4, length)
    if (length <= SHORT) {
      for (let i = 0; i < length; i++) bytes[at + i] = source[start + i] ?? 0
    } else {
      bytes.set(source.subarray(start, end), at)
    }
    positions[row] = at + length
  }
}

function writeLists(cells: ListCells, from: number, target: Target): void {
  const { offsets, items } = cells
  const { bytes, view, positions } = target
  const first = offsets[from] ?? 0
  const last = offsets[from + positions.length] ?? 0
  const sizes = itemSizes(cells, first, last)
  const itemPositions = new Uint32Array(last - first)
  for (let row = 0; row < positions.length; row++) {
    let at = positions[row] ?? 0
    const [start, end] = [offsets[from + row] ?? 0, offsets[from + row + 1] ?? 0]
    view.setUint32(at, end - start)
    at += 4
    for (let item = start; item < end; item++) {
      itemPositions[item - first] = at
      at += sizes[item] ?? 0
    }
    positions[row] = at
  }
  for (const item of items) writeCells(item, first, { bytes, view, positions: itemPositions })
}
