import { BLOCK_ROWS_MAX, type RowBlock } from '../rows/RowBlock.js'
import { listLength, prepareCells, type NamedColumn } from './prepareCells.js'
import { writeRows } from './writeRows.js'
import type { Vector } from './Vector.js'

/** List items that are looked at together, beyond those of one row. */
const BLOCK_ITEMS = 65_536

/** One record batch or row group, its columns in the order in which the kind declares them. */
export interface Batch {
  readonly rows: number
  readonly columns: readonly Vector[]
  /** Rows of the file before this batch. */
  readonly rowsBefore: number
}

/**
 * Gives a batch as row bytes, checking every cell.
 *
 * Errors: the codes of `parseRow`, naming the file, the row from 1, and the column.
 */
export function* toRowBlocks(
  columns: readonly NamedColumn[],
  batch: Batch,
  where: string,
): Generator<RowBlock> {
  const whereOf = (row: number): string => `${where} row ${batch.rowsBefore + row + 1}`
  for (let from = 0; from < batch.rows; ) {
    const to = endOfSlice(batch, from)
    const cells = columns.map((named, index) => {
      const vector = batch.columns[index]
      if (vector === undefined) throw new TypeError(`no vector for ${named.name}`)
      return prepareCells(named, vector, { from, to, whereOf })
    })
    yield* writeRows(cells, to - from)
    from = to
  }
}

function endOfSlice({ rows, columns }: Batch, from: number): number {
  let to = Math.min(rows, from + BLOCK_ROWS_MAX)
  for (const vector of columns) {
    if (vector.type !== 'list') continue
    let items = 0
    for (let row = from; row < to; row++) {
      items += listLength(vector, row)
      if (items > BLOCK_ITEMS) to = Math.max(from + 1, row)
    }
  }
  return to
}
