import { parseHexBytes } from './parseHexBytes.js'

/** 32 bytes as 64 lower-case hex digits, big-endian, so that text order is byte order. */
export type Hash = string

export const HASH_BYTES = 32

/**
 * Reads a hash of 32 bytes from untrusted data.
 *
 * Errors: `hash-not-hex`, `hash-length`.
 * @example parseHash('00FF...ff', 'column target') // '00ff...ff'
 */
export function parseHash(value: unknown, where: string): Hash {
  return parseHexBytes(value, where, { bytes: HASH_BYTES, name: 'hash' })
}

/** The hash as a number from 0 to 2^256 - 1. */
export function hashToInteger(hash: Hash): bigint {
  return BigInt(`0x${hash}`)
}
