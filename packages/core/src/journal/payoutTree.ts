import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import { compareByteArrays } from '../bytes/compareByteArrays.js'

/** What an account got in one settlement, net, in base units of one denomination. */
export interface Payout {
  readonly account: string
  readonly denomination: string
  readonly amount: bigint
}

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
  const tree = buildTree(payouts.map(leafOf).sort(compareByteArrays))
  return bytesToHex(tree[0] ?? new Uint8Array(32))
}

/** The sibling hashes that prove a payout against the root, hex. Undefined when it is not in it. */
export function payoutProof(
  payouts: readonly Payout[],
  payout: Payout,
): readonly string[] | undefined {
  const leaves = payouts.map(leafOf).sort(compareByteArrays)
  const leaf = leafOf(payout)
  const place = leaves.findIndex((each) => compareByteArrays(each, leaf) === 0)
  if (place < 0) return undefined
  const tree = buildTree(leaves)
  const proof: string[] = []
  for (let node = tree.length - 1 - place; node > 0; node = (node - 1) >> 1) {
    const sibling = tree[node + ((node & 1) === 1 ? 1 : -1)]
    if (sibling !== undefined) proof.push(bytesToHex(sibling))
  }
  return proof
}

/** Complete binary tree in an array: children of i at 2i + 1 and 2i + 2, leaves last, reversed. */
function buildTree(leaves: readonly Uint8Array[]): Uint8Array[] {
  const size = 2 * leaves.length - 1
  const tree: Uint8Array[] = []
  leaves.forEach((leaf, index) => {
    tree[size - 1 - index] = leaf
  })
  for (let node = size - 1 - leaves.length; node >= 0; node--) {
    const [left, right] = [tree[2 * node + 1], tree[2 * node + 2]]
    if (left !== undefined && right !== undefined) tree[node] = hashPair(left, right)
  }
  return tree
}

function hashPair(a: Uint8Array, b: Uint8Array): Uint8Array {
  return keccak_256(compareByteArrays(a, b) < 0 ? concatBytes(a, b) : concatBytes(b, a))
}

function leafOf({ account, denomination, amount }: Payout): Uint8Array {
  const tails = [utf8ToBytes(account), utf8ToBytes(denomination)].map(abiBytes)
  const [first, second] = tails
  const writer = new ByteWriter().u128(0n).u128(96n).u128(0n)
  writer
    .u128(BigInt(96 + (first?.length ?? 0)))
    .u128(0n)
    .u128(amount)
  writer.raw(first ?? new Uint8Array()).raw(second ?? new Uint8Array())
  return keccak_256(keccak_256(writer.toBytes()))
}

/** ABI tail of a string: its length, then its bytes padded to whole words. */
function abiBytes(bytes: Uint8Array): Uint8Array {
  const writer = new ByteWriter().u128(0n).u128(BigInt(bytes.length)).raw(bytes)
  return writer.raw(new Uint8Array((32 - (bytes.length & 31)) & 31)).toBytes()
}
