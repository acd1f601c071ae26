import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'

/**
 * The hash that an operator submits for a result: Keccak-256 of its bytes.
 *
 * Units: both are hex, two digits a byte, without a prefix.
 * @example resultHash('') // 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'
 */
export function resultHash(bytes: string): string {
  return bytesToHex(keccak_256(hexToBytes(bytes)))
}
