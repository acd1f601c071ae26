import { InputError } from '@tlmkit/core/rows'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of bytes that must be UTF-8. Errors: `file-not-utf8`. */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw notUtf8(where, 'it has bytes that are not UTF-8')
  }
}

/** The error for bytes in another encoding. */
export function notUtf8(where: string, what: string): InputError {
  return new InputError({
    code: 'file-not-utf8',
    message: `${where}: ${what}.`,
    details: { where },
  })
}
