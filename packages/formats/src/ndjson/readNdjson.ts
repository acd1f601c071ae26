import { InputError, type ClaimKind } from '@tlmkit/core/rows'
import { notUtf8 } from '../json/decodeUtf8.js'
import type { RowBlock } from '../rows/RowBlock.js'
import { NEWLINE } from './byteClasses.js'
import { LineReader } from './LineReader.js'

export interface NdjsonOptions {
  /** Path of the file, for errors: `claims.ndjson line 12, column asked`. */
  readonly name?: string
}

/** Bytes of a line, at most. */
export const LINE_BYTES_MAX: number = 256 * 1024 * 1024

const MARK_BYTES = 3
const UTF8_MARK = [0xef, 0xbb, 0xbf]

/**
 * Reads claims of one kind, one JSON object per line, as a stream.
 *
 * Rule: a byte order mark, CRLF, blank lines and a missing last newline are of no account. No
 * number goes through a float.
 * Errors: `json-invalid`, `json-duplicate-key`, `file-not-utf8`, `file-empty`, `line-too-long`, and
 * those of `parseRow`; they name the line.
 */
export async function* readNdjson(
  kind: ClaimKind,
  source: AsyncIterable<Uint8Array>,
  { name = `${kind.name} claims` }: NdjsonOptions = {},
): AsyncGenerator<RowBlock, void> {
  const lines = new LineReader(kind, name)
  const tail = new Tail()
  let hasStarted = false
  for await (const chunk of source) {
    let bytes = plain(chunk)
    if (!hasStarted) {
      tail.add(bytes)
      if (tail.length < MARK_BYTES) continue
      bytes = withoutMark(tail.take(), name)
      hasStarted = true
    }
    const first = bytes.indexOf(NEWLINE)
    if (first < 0) {
      tail.add(bytes)
      if (tail.length > LINE_BYTES_MAX) throw tooLong(name, lines.lines + 1)
      continue
    }
    tail.add(bytes.subarray(0, first + 1))
    const joined = tail.take()
    yield* lines.read(joined, 0, joined.length)
    const end = bytes.lastIndexOf(NEWLINE) + 1
    yield* lines.read(bytes, first + 1, end)
    tail.add(bytes.slice(end))
  }
  yield* readRest(lines, hasStarted ? tail.take() : withoutMark(tail.take(), name))
  if (!lines.hasContent) throw empty(name)
}

/** The last line, which needs no newline, and what is left to give. */
function* readRest(lines: LineReader, rest: Uint8Array): Generator<RowBlock> {
  if (rest.length > 0) {
    const line = new Uint8Array(rest.length + 1)
    line.set(rest)
    line[rest.length] = NEWLINE
    yield* lines.read(line, 0, line.length)
  }
  yield* lines.rest()
}

/** The start of a line that came in pieces. */
class Tail {
  #pieces: Uint8Array[] = []
  length = 0

  add(piece: Uint8Array): void {
    if (piece.length === 0) return
    this.#pieces.push(piece)
    this.length += piece.length
  }

  take(): Uint8Array {
    const bytes = new Uint8Array(this.length)
    let at = 0
    for (const piece of this.#pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    this.#pieces = []
    this.length = 0
    return bytes
  }
}

/** The same bytes under one class of array, which the scanner's speed depends on. */
function plain(chunk: Uint8Array): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

/** The bytes at the start of a file, without a byte order mark. Errors: `file-not-utf8`. */
function withoutMark(bytes: Uint8Array, name: string): Uint8Array {
  const [first, second] = bytes
  if ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)) {
    throw notUtf8(name, 'it is UTF-16: save it as UTF-8')
  }
  return UTF8_MARK.every((byte, index) => bytes[index] === byte)
    ? bytes.subarray(MARK_BYTES)
    : bytes
}

function tooLong(name: string, line: number): InputError {
  return new InputError({
    code: 'line-too-long',
    message: `${name} line ${line} has more than ${LINE_BYTES_MAX} bytes: end each row with a newline.`,
    details: { name, line },
  })
}

function empty(name: string): InputError {
  return new InputError({
    code: 'file-empty',
    message: `${name} is empty: a list of nothing is written as [].`,
    details: { name },
  })
}
