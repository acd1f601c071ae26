import { UsageError } from '@tlmkit/core/rows'

/** Rows of one claim kind as their canonical bytes: at most 4096 rows and about 4 MiB. */
export interface RowBlock {
  /** Row bytes, one row after another. */
  readonly bytes: Uint8Array
  /** Where each row starts, and where the last one ends: rows + 1 numbers. */
  readonly offsets: Uint32Array
  readonly rows: number
}

/** Blocks as they come, from memory or from a stream. */
export type RowBlocks = AsyncIterable<RowBlock> | Iterable<RowBlock>

/** Rows of a block, at most. */
export const BLOCK_ROWS_MAX = 4096
/** Bytes of a block; the row that crosses it may still stand in the block. */
export const BLOCK_BYTES_MAX: number = 4 * 1024 * 1024

/** Checks that a block given by a program is one. Errors: `row-block-invalid`. */
export function assertBlock({ bytes, offsets, rows }: RowBlock): void {
  if (rows > BLOCK_ROWS_MAX || offsets.length !== rows + 1) {
    throw invalid(`${rows} rows with ${offsets.length} offsets`)
  }
  let before = offsets[0] ?? 0
  if (before !== 0 || offsets[rows] !== bytes.length) {
    throw invalid(`offsets ${before} to ${offsets[rows] ?? 0} in ${bytes.length} bytes`)
  }
  for (let row = 1; row <= rows; row++) {
    const end = offsets[row] ?? 0
    if (end <= before) throw invalid(`row ${row} ends at ${end}, where it starts at ${before}`)
    before = end
  }
  const last = offsets[rows - 1] ?? 0
  if (last > BLOCK_BYTES_MAX) throw invalid(`${bytes.length} bytes`)
}

function invalid(what: string): UsageError {
  return new UsageError({
    code: 'row-block-invalid',
    message: `A row block has ${what}: give 0 to ${BLOCK_ROWS_MAX} rows, ${BLOCK_BYTES_MAX} bytes before the last of them, ascending offsets from 0 to the end of the bytes.`,
  })
}
