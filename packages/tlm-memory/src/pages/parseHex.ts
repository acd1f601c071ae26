import { hexToBytes } from '@noble/hashes/utils.js'

/** The bytes of lower-case hex text without a prefix, or nothing where it is something else. */
export function parseHex(text: string): Uint8Array | undefined {
  const isHex = text.length % 2 === 0 && !/[^0-9a-f]/.test(text)
  return isHex ? hexToBytes(text) : undefined
}
