import type { ClaimKind } from '@tlmkit/core'
import { ByteFeed } from '../arrow/ByteFeed.js'
import { ReusingFeed, type Feed } from './ReusingFeed.js'
import { BLOCK_BYTES_MAX, BLOCK_ROWS_MAX, type RowBlock } from './RowBlock.js'
import {
  PREFIX_BYTES,
  RECORD_HEAD_BYTES,
  ROW_BYTES_MAX,
  TOTALS_BYTES,
  broken,
  crcOfRecord,
  headerRest,
  parseHeader,
  viewOf,
  type RowsHeader,
} from './RowsFile.js'

export interface ReadRowsOptions {
  /** Path of the file, for errors. */
  readonly name?: string
  /**
   * Lets blocks lie in memory that later ones use: each is valid until the next is asked for, and
   * so may the pieces of the source be.
   */
  readonly reuse?: boolean
}

/** A file of row bytes whose header was read. */
export interface RowsFile {
  /** Whether the writer said that the rows are in canonical order: a claim, not a proof. */
  readonly isOrdered: boolean
  readonly blocks: AsyncIterable<RowBlock>
}

/**
 * Reads a file of row bytes block by block. The rows themselves are not looked into.
 *
 * Errors: `rows-format-unknown`, `rows-file-broken`, `rows-of-another-kind`.
 */
export async function* readRowsFile(
  kind: ClaimKind,
  source: AsyncIterable<Uint8Array>,
  options: ReadRowsOptions = {},
): AsyncGenerator<RowBlock, void> {
  yield* (await openRowsFile(kind, source, options)).blocks
}

/**
 * Reads the header of a file of row bytes; its blocks follow when they are iterated.
 *
 * Errors: those of `readRowsFile`.
 */
export async function openRowsFile(
  kind: ClaimKind,
  source: AsyncIterable<Uint8Array>,
  { name = 'The rows file', reuse = false }: ReadRowsOptions = {},
): Promise<RowsFile> {
  const feed = reuse ? new ReusingFeed(source) : new ByteFeed(source)
  try {
    const header = await readHeader(kind, feed, name)
    return { isOrdered: header.isOrdered, blocks: readRecords(feed, header.crc, name) }
  } catch (error) {
    await feed.close()
    throw error
  }
}

async function readHeader(kind: ClaimKind, feed: Feed, where: string): Promise<RowsHeader> {
  const prefix = (await feed.take(PREFIX_BYTES)).slice()
  const restBytes = headerRest(prefix, where)
  if (restBytes === undefined) throw broken(where, 'its header was changed or cut')
  const rest = await feed.take(restBytes)
  if (rest.length < restBytes) throw broken(where, 'its header was cut')
  const bytes = new Uint8Array(PREFIX_BYTES + restBytes)
  bytes.set(prefix)
  bytes.set(rest, PREFIX_BYTES)
  return parseHeader(kind, bytes, where)
}

/** The blocks of the records that follow. Errors: `rows-file-broken`. */
export async function* readRecords(
  feed: Feed,
  crcBefore: number,
  where: string,
): AsyncGenerator<RowBlock, void> {
  let crc = crcBefore
  let totalRows = 0
  try {
    for (let index = 0; ; index++) {
      const head = await feed.take(RECORD_HEAD_BYTES)
      if (head.length < RECORD_HEAD_BYTES) throw broken(where, 'it ends early')
      const view = viewOf(head)
      const [rows, payloadBytes] = [view.getUint32(0), view.getUint32(4)]
      const wanted = view.getUint32(8)
      if (!isPlausible(rows, payloadBytes)) throw changed(where, index)
      const payload = await feed.take(payloadBytes)
      if (payload.length < payloadBytes) throw broken(where, `it ends within block ${index + 1}`)
      crc = crcOfRecord(crc, { index, rows, payloadBytes }, [payload])
      if (crc !== wanted) throw changed(where, index)
      if (rows === 0) {
        checkTotals(payload, { rows: totalRows, blocks: index }, where)
        break
      }
      totalRows += rows
      const block = toBlock(payload, rows)
      if (block === undefined) throw changed(where, index)
      yield block
    }
    if ((await feed.take(1)).length > 0) throw broken(where, 'more bytes follow after its end')
  } finally {
    await feed.close()
  }
}

/** Keeps a changed length from asking for more memory than a block may take. */
function isPlausible(rows: number, payloadBytes: number): boolean {
  if (rows === 0) return payloadBytes === TOTALS_BYTES
  const bytesMax = (rows === 1 ? 0 : BLOCK_BYTES_MAX) + ROW_BYTES_MAX
  return rows <= BLOCK_ROWS_MAX && payloadBytes > 4 * rows && payloadBytes <= 4 * rows + bytesMax
}

function toBlock(payload: Uint8Array, rows: number): RowBlock | undefined {
  const view = viewOf(payload)
  const offsets = new Uint32Array(rows + 1)
  let end = 0
  for (let row = 0; row < rows; row++) {
    const length = view.getUint32(4 * row)
    if (length === 0 || length > ROW_BYTES_MAX || end > BLOCK_BYTES_MAX) return undefined
    end += length
    offsets[row + 1] = end
  }
  const bytes = new Uint8Array(
    payload.buffer,
    payload.byteOffset + 4 * rows,
    view.byteLength - 4 * rows,
  )
  return end === bytes.length ? { bytes, offsets, rows } : undefined
}

function checkTotals(
  payload: Uint8Array,
  read: { readonly rows: number; readonly blocks: number },
  where: string,
): void {
  const view = viewOf(payload)
  const rows = view.getBigUint64(0)
  if (rows === BigInt(read.rows) && view.getBigUint64(8) === BigInt(read.blocks)) return
  throw broken(where, `it has ${read.rows} rows, where its end says ${rows}`)
}

function changed(where: string, index: number): Error {
  return broken(where, `block ${index + 1} was changed, or is not where it was written`)
}
