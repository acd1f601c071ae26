import { InputError } from '@tlmkit/core/rows'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { toFileError } from './toFileError.js'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const UTF8_MARK = [0xef, 0xbb, 0xbf]

/** A file that was asked for: its path as given, for errors, and the folder it starts from. */
export interface FileName {
  readonly path: string
  readonly cwd: string
}

/**
 * The bytes of a file, without a byte order mark. Lines of JSON may be none.
 *
 * Errors: `file-not-found`, `file-is-folder`, `file-not-permitted`, `file-empty`, `file-not-utf8`.
 */
export function readBytes({ path, cwd }: FileName): Buffer {
  let bytes: Buffer
  try {
    bytes = readFileSync(resolve(cwd, path))
  } catch (error) {
    throw toFileError(error, 'read', path)
  }
  if (isUtf16(bytes)) throw notUtf8(path, 'it is UTF-16: save it as UTF-8')
  if (UTF8_MARK.every((byte, index) => bytes[index] === byte)) bytes = bytes.subarray(3)
  const isBlank = bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))
  if (isBlank && !/\.(?:ndjson|jsonl)$/i.test(path)) {
    throw new InputError({
      code: 'file-empty',
      message: `${path} is empty: a list of nothing is written as [].`,
      details: { path },
    })
  }
  return bytes
}

/** Errors: `file-not-utf8`. */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw notUtf8(where, 'it has bytes that are not UTF-8')
  }
}

function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0
  return mark === 0xfeff || mark === 0xfffe
}

function notUtf8(where: string, what: string): InputError {
  return new InputError({
    code: 'file-not-utf8',
    message: `${where}: ${what}.`,
    details: { where },
  })
}
