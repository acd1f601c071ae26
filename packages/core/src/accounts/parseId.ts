import { isPlainId } from '../claims/quickCell.js'
import { InputError } from '../errors/InputError.js'

/** Longest id, in UTF-8 bytes. */
export const ID_BYTES_MAX = 256

/** Control and invisible format characters, which neither ids nor texts have. */
export const CONTROL: RegExp = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/**
 * Reads the name of an actor or thing from untrusted data.
 *
 * Rule: 1 to 256 bytes of UTF-8, no control or invisible format characters, no slash, no space at
 * either end.
 * Errors: `id-not-text`, `id-empty`, `id-too-long`, `id-control-character`, `id-slash`.
 */
export function parseId(value: unknown, where: string): string {
  if (typeof value !== 'string') {
    throw refuse('id-not-text', where, 'an id is text, write it as a string')
  }
  if (isPlainId(value)) return value
  if (value === '') throw refuse('id-empty', where, 'an id has at least one character')
  if (value.length > ID_BYTES_MAX || utf8Length(value) > ID_BYTES_MAX) {
    throw refuse('id-too-long', where, `an id has at most ${ID_BYTES_MAX} bytes`)
  }
  if (CONTROL.test(value) || !value.isWellFormed() || value.trim() !== value) {
    throw refuse(
      'id-control-character',
      where,
      'an id has no control or invisible characters and no space at its ends',
    )
  }
  if (value.includes('/')) throw refuse('id-slash', where, 'an id has no slash')
  return value
}

/** Bytes of the UTF-8 form of a text. */
export function utf8Length(text: string): number {
  let length = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    if (point < 0x80) length += 1
    else if (point < 0x800) length += 2
    else length += point < 0x10000 ? 3 : 4
  }
  return length
}

function refuse(code: string, where: string, right: string): InputError {
  return new InputError({ code, message: `${where}: ${right}.`, details: { where } })
}
