import { InputError } from '@tlmkit/core'
import { parseHexBytes } from '../hashes/parseHexBytes.js'
import type { Hash } from '../hashes/Hash.js'

/** What the root of a claim's tree of relays says. */
export interface RootHash {
  readonly digest: Hash
  /** Sum of the tree: compute units of the mined relays. */
  readonly computeUnits: bigint
  /** Leaves of the tree: mined relays. */
  readonly relays: bigint
}

const DIGEST_DIGITS = 64
const SUM_DIGITS = 16

/** Length of a root hash, in bytes. */
export const ROOT_HASH_BYTES = 48

/**
 * Reads the root hash of a claim.
 *
 * Rule: 32 bytes of digest, 8 of sum, 8 of count, big-endian.
 * Units: compute units and relays.
 * Errors: `root-hash-not-hex`, `root-hash-length`, `root-hash-zero-sum`.
 * Source: spec/pocket.md sections 0 and 1.3.
 * @example parseRootHash(`${digest}00000000000189340000000000000014`, 'column root').relays // 20n
 */
export function parseRootHash(value: unknown, where: string): RootHash {
  const text = parseHexBytes(value, where, { bytes: ROOT_HASH_BYTES, name: 'root-hash' })
  const digest = text.slice(0, DIGEST_DIGITS)
  const computeUnits = BigInt(`0x${text.slice(DIGEST_DIGITS, DIGEST_DIGITS + SUM_DIGITS)}`)
  const relays = BigInt(`0x${text.slice(DIGEST_DIGITS + SUM_DIGITS)}`)
  if (computeUnits > 0n) return { digest, computeUnits, relays }
  throw new InputError({
    code: 'root-hash-zero-sum',
    message: `${where}: its sum is 0 compute units; a claim has at least 1.`,
    details: { where, computeUnits, relays },
  })
}
