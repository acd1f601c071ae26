import type { ClaimKind } from '@tlmkit/core'
import { RecordEncoder } from './RecordEncoder.js'
import { assertBlock, type RowBlocks } from './RowBlock.js'
import { encodeHeader, viewOf } from './RowsFile.js'

export interface WriteRowsOptions {
  /** Says in the header that the rows are in canonical order. Default false. */
  readonly isOrdered?: boolean
}

/**
 * Writes blocks as a file of row bytes, format `tlmkit-rows/1`.
 *
 * Errors: `row-block-invalid`, `row-too-large`.
 */
export async function* writeRowsFile(
  kind: ClaimKind,
  blocks: RowBlocks,
  { isOrdered = false }: WriteRowsOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const header = encodeHeader(kind, isOrdered)
  const encoder = new RecordEncoder(viewOf(header).getUint32(header.length - 4))
  yield header
  for await (const block of blocks) {
    assertBlock(block)
    if (block.rows === 0) continue
    yield encoder.headOf(block)
    yield block.bytes
  }
  yield encoder.totals()
}
