import { Hasher, JournalFileReader, JournalReader, type JournalBlock } from '@tlmkit/core'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { fileChunks } from './fileChunks.js'
import { parseJson } from '@tlmkit/formats'
import { decodeUtf8, type FileName } from './readBytes.js'
import { readLines } from './readLines.js'

/** Whether a name is that of a binary journal. */
export function isBlocksFile(path: string): boolean {
  return /\.blocks$/i.test(path)
}

/** All blocks of a journal file. Errors: those of `journalBlocks`. */
export async function readJournal(file: FileName): Promise<readonly JournalBlock[]> {
  const blocks: JournalBlock[] = []
  for await (const block of journalBlocks(file)) blocks.push(block)
  return blocks
}

/**
 * The blocks of a journal, each hashed again: a file called `.blocks`, or lines of JSON.
 *
 * Rule: the journal is whole only when the last block was given without an error.
 * Errors: those of `JournalReader`, `JournalFileReader` and of files.
 */
export async function* journalBlocks(file: FileName): AsyncGenerator<JournalBlock, void> {
  let ready: JournalBlock[] = []
  const take = (block: JournalBlock): void => void ready.push(block)
  const reader = readerOf(file, take)
  for await (const add of reader.pieces) {
    add()
    const blocks = ready
    ready = []
    yield* blocks
  }
  reader.finish()
  yield* ready
}

interface JournalPieces {
  /** What takes the next piece of the file. */
  readonly pieces: AsyncIterable<() => void>
  readonly finish: () => void
}

function readerOf(file: FileName, onBlock: (block: JournalBlock) => void): JournalPieces {
  const hasher = new Hasher(nodeSha256)
  const chunks = fileChunks(file)
  if (isBlocksFile(file.path)) {
    const reader = new JournalFileReader(hasher, onBlock)
    const push = (chunk: Uint8Array) => (): void => {
      reader.push(chunk)
    }
    return { pieces: mapped(chunks, push), finish: () => void reader.finish() }
  }
  const reader = new JournalReader(hasher, onBlock)
  const add = (line: { readonly bytes: Uint8Array; readonly number: number }) => (): void => {
    const where = `${file.path} line ${line.number}`
    reader.add(parseJson(decodeUtf8(line.bytes, where), where), where)
  }
  return { pieces: mapped(readLines(chunks), add), finish: () => void reader.finish() }
}

async function* mapped<T, U>(items: AsyncIterable<T>, to: (item: T) => U): AsyncGenerator<U, void> {
  for await (const item of items) yield to(item)
}
