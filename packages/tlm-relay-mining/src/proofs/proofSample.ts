import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import { parseHash } from '../hashes/Hash.js'
import { claimBytes, type ImmutableClaim } from './claimBytes.js'

/**
 * The sample of a claim, in units of 2^-64: 0 to 2^64 - 1.
 *
 * Rule: the first 8 bytes, big-endian, of SHA-256(claim bytes, block hash).
 * Errors: the codes of `claimBytes` and `parseHash`.
 * Source: spec/pocket.md, what ours does differently on purpose.
 */
export function proofSample(claim: ImmutableClaim, blockHash: string): bigint {
  const block = hexToBytes(parseHash(blockHash, 'block hash'))
  const seed = sha256(concatBytes(claimBytes(claim), block))
  return BigInt(`0x${bytesToHex(seed.slice(0, 8))}`)
}
