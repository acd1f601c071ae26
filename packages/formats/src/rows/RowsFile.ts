import { InputError, type ClaimKind } from '@tlmkit/core/rows'
import { crc32 } from 'node:zlib'
import { digestOfColumns } from './digestOfColumns.js'

/** First bytes of a file of row bytes. */
export const ROWS_FORMAT = 'tlmkit-rows/1'

/** Bytes of one row in a file, at most. */
export const ROW_BYTES_MAX: number = 64 * 1024 * 1024
/** Bytes of the format's name, the flags and the length of the kind's name. */
export const PREFIX_BYTES = 19
/** Bytes of a record before its payload: rows, payload bytes, CRC-32. */
export const RECORD_HEAD_BYTES = 12
/** Bytes of what the last record says: rows and blocks of the file. */
export const TOTALS_BYTES = 16

const DIGEST_BYTES = 32
const FLAG_ORDERED = 1
const MAGIC = new TextEncoder().encode(`${ROWS_FORMAT}\n`)
const NAME_BYTES_MAX = 1024

/** What stands before the blocks of a file. */
export interface RowsHeader {
  /** Whether the writer says that the rows are in canonical order. */
  readonly isOrdered: boolean
  /** CRC-32 that the first record's continues. */
  readonly crc: number
}

/** The header of a file of rows of a kind. */
export function encodeHeader(kind: ClaimKind, isOrdered: boolean): Uint8Array {
  const name = new TextEncoder().encode(kind.name)
  const bytes = new Uint8Array(PREFIX_BYTES + name.length + DIGEST_BYTES + 4)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  bytes[MAGIC.length] = isOrdered ? FLAG_ORDERED : 0
  view.setUint32(MAGIC.length + 1, name.length)
  bytes.set(name, PREFIX_BYTES)
  bytes.set(digestOfColumns(kind.columns), PREFIX_BYTES + name.length)
  const end = bytes.length - 4
  view.setUint32(end, crc32(bytes.subarray(0, end)))
  return bytes
}

/**
 * Bytes of the header after its prefix, or undefined where the prefix is broken.
 *
 * Errors: `rows-format-unknown`.
 */
export function headerRest(prefix: Uint8Array, where: string): number | undefined {
  const magic = prefix.subarray(0, MAGIC.length)
  if (magic.length < MAGIC.length || MAGIC.some((byte, index) => byte !== magic[index])) {
    throw new InputError({
      code: 'rows-format-unknown',
      message: `${where} is not a file of row bytes: it must start with ${ROWS_FORMAT}.`,
      details: { where },
    })
  }
  if (prefix.length < PREFIX_BYTES) return undefined
  const length = viewOf(prefix).getUint32(MAGIC.length + 1)
  return length <= NAME_BYTES_MAX ? length + DIGEST_BYTES + 4 : undefined
}

/**
 * Reads a header and compares it with the kind that is wanted.
 *
 * Errors: `rows-file-broken`, `rows-of-another-kind`.
 */
export function parseHeader(kind: ClaimKind, bytes: Uint8Array, where: string): RowsHeader {
  const end = bytes.length - 4
  const crc = viewOf(bytes).getUint32(end)
  const flags = bytes[MAGIC.length] ?? 0
  if (crc32(bytes.subarray(0, end)) !== crc || flags > FLAG_ORDERED) {
    throw broken(where, 'its header was changed')
  }
  const isOrdered = flags === FLAG_ORDERED
  const wanted = encodeHeader(kind, isOrdered)
  if (wanted.length === bytes.length && wanted.every((byte, index) => byte === bytes[index])) {
    return { isOrdered, crc }
  }
  const name = new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, end - DIGEST_BYTES))
  throw ofAnotherKind(kind, name, where)
}

/** CRC-32 of a record: it continues that of the record before, so that order matters. */
export function crcOfRecord(
  before: number,
  place: { readonly index: number; readonly rows: number; readonly payloadBytes: number },
  parts: readonly Uint8Array[],
): number {
  const head = new Uint8Array(16)
  const view = viewOf(head)
  view.setBigUint64(0, BigInt(place.index))
  view.setUint32(8, place.rows)
  view.setUint32(12, place.payloadBytes)
  return parts.reduce((crc, part) => crc32(part, crc), crc32(head, before))
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The error for a file that is not whole. */
export function broken(where: string, why: string): InputError {
  return new InputError({
    code: 'rows-file-broken',
    message: `${where}: ${why}. Copy or write the file again.`,
    details: { where },
  })
}

function ofAnotherKind(kind: ClaimKind, name: string, where: string): InputError {
  const what =
    name === kind.name
      ? `it was written when claim kind "${name}" had other columns`
      : `it holds claims of kind "${name.slice(0, 80)}", not "${kind.name}"`
  return new InputError({
    code: 'rows-of-another-kind',
    message: `${where}: ${what}. Give a file of this kind's rows.`,
    details: { where, kind: kind.name },
  })
}
