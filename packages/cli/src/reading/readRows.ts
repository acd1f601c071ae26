import { InputError, type Presented } from '@tlmkit/core/rows'
import { parseJson } from '@tlmkit/formats'
import { decodeUtf8, readBytes, type FileName } from './readBytes.js'

/** A row of a file that is read when it is asked for. */
export interface RawRow {
  /** `claims.ndjson line 12`, or `claims.json item 12`. */
  readonly where: string
  /** Errors: those of `parseJson`, and `file-not-utf8`. */
  readonly read: () => unknown
}

/**
 * The rows of a file: one JSON object per line, or one JSON list.
 *
 * Rule: `.ndjson` and `.jsonl` hold lines; any other file that starts with `[` is a list. A byte
 * order mark, CRLF, blank lines and a missing last newline are of no account.
 * Errors: those of `readBytes`; for a list those of `parseJson`, and `rows-not-a-list`.
 */
export function readRows(file: FileName): Iterable<RawRow> {
  const bytes = readBytes(file)
  const first = bytes.find((byte) => byte > 0x20)
  const isList = first === 0x5b && !/\.(?:ndjson|jsonl)$/i.test(file.path)
  return isList
    ? listRows(file.path, bytes)
    : { [Symbol.iterator]: () => lineRows(file.path, bytes) }
}

/** Rows of several files, one after the other, as a settlement takes them. */
export function presentRows(files: readonly Iterable<RawRow>[]): Presented {
  let current = ''
  const rows = {
    *[Symbol.iterator](): Generator {
      for (const file of files) {
        for (const { where, read } of file) {
          current = where
          yield read()
        }
      }
    },
  }
  return { rows, where: () => current }
}

function listRows(path: string, bytes: Buffer): readonly RawRow[] {
  const list = parseJson(decodeUtf8(bytes, path), path)
  if (!Array.isArray(list)) {
    throw new InputError({ code: 'rows-not-a-list', message: `${path}: expected a list of rows.` })
  }
  return list.map((item: unknown, index) => ({
    where: `${path} item ${index + 1}`,
    read: () => item,
  }))
}

function* lineRows(path: string, bytes: Buffer): Generator<RawRow> {
  let number = 0
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start)
    const end = newline < 0 ? bytes.length : newline
    const line = bytes.subarray(start, end)
    start = end + 1
    number += 1
    if (line.every((byte) => byte <= 0x20)) continue
    const where = `${path} line ${number}`
    yield { where, read: () => parseJson(decodeUtf8(line, where), where) }
  }
}
