import { open, type FileHandle } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { FileName } from './readBytes.js'
import { toFileError } from './toFileError.js'

const PIECE = 2 ** 19

/** Hears how many bytes of how many of a file were read. */
export type OnBytes = (bytes: number, of: number) => void

export interface ChunkOptions {
  readonly onBytes?: OnBytes | undefined
  /** Lets pieces lie in memory that later ones use: each is valid until the next is asked for. */
  readonly reuse?: boolean
}

/**
 * The bytes of a file in pieces; the next one is read while one is used.
 *
 * Errors: `file-not-found`, `file-is-folder`, `file-not-permitted` and the other faults of files.
 */
export async function* fileChunks(
  file: FileName,
  { onBytes, reuse = false }: ChunkOptions = {},
): AsyncGenerator<Uint8Array> {
  const handle = await openFile(file)
  const kept: Buffer[] = []
  const read = (): Promise<Uint8Array> => {
    const memory = (reuse ? kept.shift() : undefined) ?? Buffer.allocUnsafeSlow(PIECE)
    const piece = readPiece(handle, memory, file)
    // Its fault is told when the piece is asked for.
    piece.catch(() => undefined)
    return piece
  }
  let next = Promise.resolve<Uint8Array>(new Uint8Array())
  try {
    const { size } = await handle.stat()
    let bytes = 0
    next = read()
    while (true) {
      const piece = await next
      if (piece.length === 0) return
      bytes += piece.length
      onBytes?.(bytes, Math.max(size, bytes))
      next = read()
      yield piece
      if (reuse) kept.push(Buffer.from(piece.buffer))
    }
  } finally {
    await next.catch(() => undefined)
    await handle.close()
  }
}

/** Opens a file to read. Errors: the faults of files. */
export async function openFile({ path, cwd }: FileName): Promise<FileHandle> {
  try {
    return await open(resolve(cwd, path), 'r')
  } catch (error) {
    throw toFileError(error, 'read', path)
  }
}

async function readPiece(
  handle: FileHandle,
  memory: Buffer,
  { path }: FileName,
): Promise<Uint8Array> {
  try {
    const { bytesRead } = await handle.read(memory, 0, PIECE, null)
    return memory.subarray(0, bytesRead)
  } catch (error) {
    throw toFileError(error, 'read', path)
  }
}
