import { HASH_BYTES, keccakOfHash } from '../tasks/TaggedHash.js'

/** Bytes of a filter: 2,048 bits. */
export const FILTER_BYTES = 256
const BITS_MASK = 2047
const digest = new Uint8Array(HASH_BYTES)

/**
 * Hands the three bits of the item that stands in `hashes` at byte `at`: its byte in a filter and
 * the bit's mask there.
 *
 * Rule: of keccak256(item), bytes 0-1, 2-3 and 4-5 as numbers, each modulo 2,048, count bits from
 * the end of the filter.
 */
export function bloomBits(hashes: Uint8Array, at: number): readonly [byte: number, mask: number][] {
  keccakOfHash(hashes, at, digest)
  return [bitAt(0), bitAt(2), bitAt(4)]
}

function bitAt(from: number): [byte: number, mask: number] {
  const bit = (((digest[from] ?? 0) << 8) | (digest[from + 1] ?? 0)) & BITS_MASK
  return [FILTER_BYTES - 1 - (bit >>> 3), 1 << (bit & 7)]
}
