import { ByteWriter, encodeRow, parseRow, type ClaimKind } from '@tlmkit/core/rows'
import { BlockBuilder } from './BlockBuilder.js'
import type { RowBlock } from './RowBlock.js'

/** How errors name a row, by its number from 0. */
export interface RowNames {
  readonly where?: (index: number) => string
}

/**
 * Gives objects as blocks of row bytes.
 *
 * Errors: those of `parseRow`, naming the row.
 */
export function* rowsOf(
  kind: ClaimKind,
  rows: Iterable<unknown>,
  { where = (index) => `${kind.name} claim ${index + 1}` }: RowNames = {},
): Generator<RowBlock> {
  const builder = new BlockBuilder()
  let index = 0
  for (const value of rows) {
    builder.append(toRowBytes(kind, value, where(index)))
    index += 1
    if (builder.isFull) yield builder.take()
  }
  if (builder.rows > 0) yield builder.take()
}

/** The canonical bytes of one row. Errors: those of `parseRow`. */
export function toRowBytes(kind: ClaimKind, value: unknown, where: string): Uint8Array {
  const writer = new ByteWriter()
  encodeRow(writer, kind.columns, parseRow(kind.columns, value, where))
  return writer.toBytes()
}
