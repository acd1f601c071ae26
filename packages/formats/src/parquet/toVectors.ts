import type { ListVector, Vector } from '../vectors/Vector.js'
import type { ParquetColumn } from './bindParquet.js'
import type { ChunkContent } from './readColumn.js'

/** The vector of a column without lists. Throws a RangeError where the rows do not agree. */
export function toFlatVector(content: ChunkContent, defined: number, rows: number): Vector {
  if (content.count !== rows) {
    throw new RangeError(`a column has ${content.count} rows and its row group ${rows}`)
  }
  const { values, definitions } = content
  const gap = definitions?.findIndex((level) => level < defined) ?? -1
  return values.toVector({ rows, nullFrom: gap === -1 ? rows : gap })
}

/** The vector of a column of lists. Throws a RangeError where its parts do not agree. */
export function toListVector(
  column: Extract<ParquetColumn, { type: 'list' }>,
  contents: readonly ChunkContent[],
  rows: number,
): ListVector {
  const shapes = contents.map((content, index) =>
    shapeOf(content, { ...column, defined: column.items[index]?.defined ?? 0 }, rows),
  )
  const [first] = shapes
  if (first === undefined) throw new RangeError('a list of nothing')
  for (const { offsets } of shapes) {
    if (offsets.some((offset, row) => offset !== first.offsets[row])) {
      throw new RangeError('the columns of a list have different lengths')
    }
  }
  const { offsets, nullFrom, itemNullFrom, items } = first
  const vectors = contents.map(({ values }, index) =>
    values.toVector({ rows: items, nullFrom: shapes[index]?.gapFrom ?? 0 }),
  )
  return { type: 'list', rows, nullFrom, offsets, itemNullFrom, items: vectors }
}

interface ListShape {
  readonly offsets: Int32Array
  readonly items: number
  /** First row without a list, first item that is null, first item without this column. */
  readonly nullFrom: number
  readonly itemNullFrom: number
  readonly gapFrom: number
}

interface Depths {
  readonly present: number
  readonly item: number
  readonly whole: number
  readonly defined: number
}

function shapeOf(
  { repetitions, definitions, count }: ChunkContent,
  { present, item, whole, defined }: Depths,
  rows: number,
): ListShape {
  const offsets = new Int32Array(rows + 1)
  let [row, items, nullFrom] = [0, 0, rows]
  let [itemNullFrom, gapFrom] = [count, count]
  for (let i = 0; i < count; i++) {
    const level = definitions?.[i] ?? defined
    const isFirst = (repetitions?.[i] ?? 0) === 0
    if (isFirst) row += 1
    if (row === 0 || row > rows) throw new RangeError('a column has other rows than its row group')
    if (level < item) {
      if (!isFirst) throw new RangeError('an empty list has items')
      if (level < present) nullFrom = Math.min(nullFrom, row - 1)
    } else {
      if (level < whole) itemNullFrom = Math.min(itemNullFrom, items)
      if (level < defined) gapFrom = Math.min(gapFrom, items)
      items += 1
    }
    offsets[row] = items
  }
  if (row !== rows) throw new RangeError('a column has other rows than its row group')
  return {
    offsets,
    items,
    nullFrom,
    itemNullFrom: Math.min(itemNullFrom, items),
    gapFrom: Math.min(gapFrom, items),
  }
}
