import { bytesToHex } from '@noble/hashes/utils.js'
import { compareByteArrays } from '../bytes/compareByteArrays.js'
import { PayoutHasher } from './PayoutHasher.js'

/** What an account got in one settlement, net, in base units of one denomination. */
export interface Payout {
  readonly account: string
  readonly denomination: string
  readonly amount: bigint
}

const DIGEST = 32
/** Bytes of memory that stay for the next tree; that of a large one is given back. */
const KEPT_MAX = 1 << 24

let kept: PayoutHasher | undefined

/**
 * Root of the Merkle tree over payouts, hex.
 *
 * Rule: the OpenZeppelin standard tree over (string account, string denomination, uint256 amount):
 * leaf = keccak256(keccak256(abi.encode(...))), leaves sorted, pairs hashed in order. No payouts:
 * 32 zero bytes.
 * Source: OpenZeppelin Contracts, MerkleProof.
 */
export function payoutRoot(payouts: readonly Payout[]): string {
  if (payouts.length === 0) return '0'.repeat(64)
  const hasher = takeHasher()
  const root = bytesToHex(nodeOf(hasher.tree(payouts), 0))
  keepHasher(hasher)
  return root
}

/** The sibling hashes that prove a payout against the root, hex. Undefined when it is not in it. */
export function payoutProof(
  payouts: readonly Payout[],
  payout: Payout,
): readonly string[] | undefined {
  if (payouts.length === 0) return undefined
  const hasher = takeHasher()
  const leaf = hasher.leaf(payout).slice()
  const proof = proofOf(hasher.tree(payouts), payouts.length, leaf)
  keepHasher(hasher)
  return proof
}

function proofOf(tree: Uint8Array, leaves: number, leaf: Uint8Array): string[] | undefined {
  let node = 2 * leaves - 2
  while (node >= leaves - 1 && compareByteArrays(nodeOf(tree, node), leaf) !== 0) node--
  if (node < leaves - 1) return undefined
  const proof: string[] = []
  for (; node > 0; node = (node - 1) >> 1) {
    proof.push(bytesToHex(nodeOf(tree, node + ((node & 1) === 1 ? 1 : -1))))
  }
  return proof
}

function nodeOf(tree: Uint8Array, node: number): Uint8Array {
  return tree.subarray(node * DIGEST, (node + 1) * DIGEST)
}

/** The hasher of the last tree, or a new one. What fails while it is taken is not used again. */
function takeHasher(): PayoutHasher {
  const taken = kept ?? new PayoutHasher()
  kept = undefined
  return taken
}

function keepHasher(hasher: PayoutHasher): void {
  if (hasher.size <= KEPT_MAX) kept = hasher
}
