import { isTlmkitError, type ClaimKind } from '@tlmkit/core/rows'
import { openRowsFile, readArrow, readNdjson, readParquet, rowsOf } from '@tlmkit/formats/reading'
import type { ParquetSource, RowBlock } from '@tlmkit/formats/reading'
import type { FileHandle } from 'node:fs/promises'
import { fileChunks, openFile, type OnBytes } from './fileChunks.js'
import type { FileName } from './readBytes.js'
import { readRows } from './readRows.js'
import { toFileError } from './toFileError.js'

/** In what form a file holds claims. */
export type ClaimFormat = 'ndjson' | 'json' | 'rows' | 'arrow' | 'parquet'

const FORMATS: readonly (readonly [RegExp, ClaimFormat])[] = [
  [/\.(?:ndjson|jsonl)$/i, 'ndjson'],
  [/\.rows$/i, 'rows'],
  [/\.(?:arrows?|ipc)$/i, 'arrow'],
  [/\.parquet$/i, 'parquet'],
]

/** The form that the name of a file of claims says. */
export function claimFormatOf(path: string): ClaimFormat {
  return FORMATS.find(([pattern]) => pattern.test(path))?.[1] ?? 'json'
}

/** Whether a file holds rows of bytes, not of text. */
export function isBinaryFormat(format: ClaimFormat): boolean {
  return format === 'rows' || format === 'arrow' || format === 'parquet'
}

/** Claims of one kind, block by block. */
export interface ClaimBlocks {
  readonly blocks: AsyncIterable<RowBlock> | Iterable<RowBlock>
  /** Whether their writer said that they are in canonical order: a claim, not a proof. */
  readonly isOrdered: boolean
}

interface OpenOptions {
  readonly onBytes?: OnBytes | undefined
  /** Lets blocks lie in memory that later ones use: each is valid until the next is asked for. */
  readonly reuse?: boolean
}

/**
 * Opens a file of claims of a kind: `.ndjson`, `.rows`, `.arrow` and `.parquet` stream; any other
 * file is read whole.
 *
 * Errors: those of files and of the formats.
 */
export async function openClaims(
  kind: ClaimKind,
  file: FileName,
  { onBytes, reuse = false }: OpenOptions = {},
): Promise<ClaimBlocks> {
  const { path } = file
  switch (claimFormatOf(path)) {
    case 'rows':
      return await openRowsFile(kind, fileChunks(file, { onBytes, reuse }), { name: path, reuse })
    case 'arrow':
      return inAnyOrder(readArrow(kind, fileChunks(file, { onBytes }), { where: path }))
    case 'parquet':
      return inAnyOrder(parquetBlocks(kind, file, onBytes))
    case 'ndjson':
      return inAnyOrder(lineBlocks(kind, file, onBytes))
    case 'json':
      return inAnyOrder(wholeBlocks(kind, file))
  }
}

function inAnyOrder(blocks: ClaimBlocks['blocks']): ClaimBlocks {
  return { blocks, isOrdered: false }
}

/** Lines of JSON. A file without any has no claims. */
async function* lineBlocks(
  kind: ClaimKind,
  file: FileName,
  onBytes: OnBytes | undefined,
): AsyncGenerator<RowBlock> {
  try {
    yield* readNdjson(kind, fileChunks(file, { onBytes }), { name: file.path })
  } catch (error) {
    if (!isTlmkitError(error) || error.code !== 'file-empty') throw error
  }
}

function* wholeBlocks(kind: ClaimKind, file: FileName): Generator<RowBlock> {
  let current = file.path
  function* values(): Generator {
    for (const { where, read } of readRows(file)) {
      current = where
      yield read()
    }
  }
  yield* rowsOf(kind, values(), { where: () => current })
}

async function* parquetBlocks(
  kind: ClaimKind,
  file: FileName,
  onBytes: OnBytes | undefined,
): AsyncGenerator<RowBlock> {
  const handle = await openFile(file)
  try {
    const source = await parquetSource(handle, file, onBytes)
    yield* readParquet(kind, source, { where: file.path })
  } finally {
    await handle.close()
  }
}

async function parquetSource(
  handle: FileHandle,
  { path }: FileName,
  onBytes: OnBytes | undefined,
): Promise<ParquetSource> {
  const { size } = await handle.stat()
  let bytes = 0
  const slice = async (start: number, end: number): Promise<ArrayBuffer> => {
    const piece = new Uint8Array(end - start)
    let done = 0
    try {
      while (done < piece.length) {
        const { bytesRead } = await handle.read(piece, done, piece.length - done, start + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
    } catch (error) {
      throw toFileError(error, 'read', path)
    }
    bytes += piece.length
    onBytes?.(Math.min(bytes, size), size)
    return done === piece.length ? piece.buffer : piece.buffer.slice(0, done)
  }
  return { byteLength: size, slice }
}
