import { remainderOf } from '@tlmkit/core'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { parseHex } from './parseHex.js'

const BYTES_32 = /^0x[0-9a-f]{64}$/

/**
 * The page that an audit asks for: keccak256(block hash || lease id) mod pages.
 *
 * Rule: the number is read big-endian; the lease id is its 32 bytes where it is written as `0x` and
 * 64 lower-case hex digits, else keccak256 of its UTF-8 text, as for batches. Nothing for a hash
 * that is not 32 bytes.
 * Units: pages of 4 KiB, from 0.
 * Source: spec/memory.md, Audit.
 */
export function challengedPage(
  blockHash: string,
  { lease, pages }: { readonly lease: string; readonly pages: bigint },
): bigint | undefined {
  const hash = parseHex(blockHash)
  if (hash?.length !== 32) return undefined
  const digest = keccak_256(concatBytes(hash, leaseIdOf(lease)))
  return remainderOf(BigInt(`0x${bytesToHex(digest)}`), pages)
}

/** The 32 bytes by which hashes name a lease. */
export function leaseIdOf(lease: string): Uint8Array {
  return BYTES_32.test(lease) ? hexToBytes(lease.slice(2)) : keccak_256(utf8ToBytes(lease))
}
