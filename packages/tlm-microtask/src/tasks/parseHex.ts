import { InputError } from '@tlmkit/core'
import { hexToBytes } from '@noble/hashes/utils.js'
import { HASH_BYTES } from './TaggedHash.js'

/** The bytes of lower-case hex text without a prefix, or nothing where it is something else. */
export function parseHex(text: string): Uint8Array | undefined {
  const isHex = text.length % 2 === 0 && !/[^0-9a-f]/.test(text)
  return isHex ? hexToBytes(text) : undefined
}

/**
 * The 32 bytes of a hash that is written as 64 lower-case hex digits.
 *
 * Errors: `hash-not-hex`, `hash-length`.
 */
export function parseHash(text: string, where: string): Uint8Array {
  const bytes = parseHex(text)
  if (bytes?.length === HASH_BYTES) return bytes
  const isLength = bytes !== undefined
  throw new InputError({
    code: isLength ? 'hash-length' : 'hash-not-hex',
    message: `${where}: write the 32 bytes as 64 lower-case hex digits, without a prefix.`,
    details: { where, digits: text.length },
  })
}
