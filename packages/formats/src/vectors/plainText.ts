import type { Column } from '@tlmkit/core'

/**
 * Says of UTF-8 bytes that they surely are a valid cell, so that core need not look. False says
 * nothing: core then decides.
 */
export type PlainText = (bytes: Uint8Array, start: number, end: number) => boolean

/** The quick check of a column's texts. */
export function plainTextOf(column: Column): PlainText {
  switch (column.type) {
    case 'id':
      return isPlainId
    case 'account':
      return isPlainAccount
    case 'oneOf':
      return oneOfCheck(column.values)
    case 'opaque':
      return isPlainHex
    default:
      return () => false
  }
}

const SLASH = 0x2f

/** Printable ASCII without space and slash, 1 to 256 bytes. */
function isPlainId(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (length === 0 || length > 256) return false
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0
    if (byte <= 0x20 || byte >= 0x7f || byte === SLASH) return false
  }
  return true
}

const NOT_PLAIN_KINDS = ['pool/', 'supply/'].map((text) => new TextEncoder().encode(text))

/** Two or three plain ids with slashes between, not of the kinds that data may not name. */
function isPlainAccount(bytes: Uint8Array, start: number, end: number): boolean {
  let parts = 1
  let from = start
  for (let i = start; i < end; i++) {
    if (bytes[i] !== SLASH) continue
    if (!isPlainId(bytes, from, i)) return false
    from = i + 1
    parts += 1
  }
  if (parts < 2 || parts > 3 || !isPlainId(bytes, from, end)) return false
  return !NOT_PLAIN_KINDS.some((kind) => sameBytes(kind, bytes, start))
}

function oneOfCheck(values: readonly string[]): PlainText {
  const encoded = values.map((value) => new TextEncoder().encode(value))
  return (bytes, start, end) =>
    encoded.some((value) => value.length === end - start && sameBytes(value, bytes, start))
}

/** Lower case hex, two digits a byte. */
function isPlainHex(bytes: Uint8Array, start: number, end: number): boolean {
  if ((end - start) % 2 !== 0) return false
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0
    const isDigit = byte >= 0x30 && byte <= 0x39
    if (!isDigit && !(byte >= 0x61 && byte <= 0x66)) return false
  }
  return true
}

function sameBytes(value: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < value.length; i++) if (value[i] !== bytes[start + i]) return false
  return true
}
