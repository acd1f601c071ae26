import { CONTROL, utf8Length } from '../accounts/parseId.js'
import { InputError } from '../errors/InputError.js'

/** Longest text, in UTF-8 bytes. */
export const TEXT_BYTES_MAX = 1024

/**
 * Reads a text from untrusted data.
 *
 * Rule: 0 to 1024 bytes of UTF-8, no control or invisible format characters.
 * Errors: `text-invalid`.
 */
export function parseText(value: unknown, where: string): string {
  if (typeof value !== 'string') throw refuse(where, 'write a text, as a string')
  if (value.length > TEXT_BYTES_MAX || utf8Length(value) > TEXT_BYTES_MAX) {
    throw refuse(where, `a text has at most ${TEXT_BYTES_MAX} bytes`)
  }
  if (CONTROL.test(value) || !value.isWellFormed()) {
    throw refuse(where, 'a text has no control or invisible characters')
  }
  return value
}

function refuse(where: string, right: string): InputError {
  return new InputError({
    code: 'text-invalid',
    message: `${where}: ${right}.`,
    details: { where },
  })
}
