import { InputError } from '@tlmkit/core'
import { assertBlock, type RowBlock, type RowBlocks } from '../rows/RowBlock.js'
import { KeyedBlock, compareRows, copyRow, toRows, type KeyedRows } from './KeyedRows.js'
import { KeyWriter } from './KeyWriter.js'
import type { RowOrder } from './RowOrder.js'

/**
 * Gives blocks on as they come, as long as their rows are in canonical order.
 *
 * Rule: a block is looked at as a whole before it is given. What was given cannot be taken back, so
 * this is for rows that should be in order; use `sortRows` for others.
 * Errors: `rows-disordered`, `row-block-invalid`, `rows-invalid`.
 */
export async function* checkOrder(
  order: RowOrder,
  blocks: RowBlocks,
): AsyncGenerator<RowBlock, void> {
  const rows = new KeyedBlock(new KeyWriter(order))
  let before: KeyedRows | undefined
  let count = 0
  for await (const block of blocks) {
    assertBlock(block)
    if (block.rows === 0) continue
    rows.fill(block)
    if (before !== undefined && compareRows({ rows: before, row: 0 }, { rows, row: 0 }) > 0) {
      throw outOfOrder(order, count)
    }
    for (let row = 1; row < block.rows; row++) {
      if (compareRows({ rows, row: row - 1 }, { rows, row }) > 0)
        throw outOfOrder(order, count + row)
    }
    before = toRows(copyRow(rows, block.rows - 1))
    count += block.rows
    yield block
  }
}

function outOfOrder({ kind }: RowOrder, index: number): InputError {
  return new InputError({
    code: 'rows-disordered',
    message: `Row ${index + 1} of kind "${kind.name}" comes before the row that it follows: sort the rows by route, params version and key.`,
    details: { row: index + 1 },
  })
}
