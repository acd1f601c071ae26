import { compareBytes } from '@tlmkit/core'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { leaseIdOf } from '../pages/challengedPage.js'
import { merkleLeaf, merkleRoot } from '../pages/merkle.js'

/** A lease as a snapshot holds it. Amounts in base units. */
export interface SnapshotLease {
  readonly lease: string
  readonly caller: string
  readonly node: string
  readonly prepay: bigint
  readonly collateral: bigint
  /** What its caller gets back if it is released at the snapshot's height. */
  readonly refund: bigint
}

/**
 * The Merkle root over open leases and the refunds owed for them, hex.
 *
 * Rule: leases sorted by the bytes of their ids; leaf payload = lease id (32 bytes) || keccak256 of
 * the caller's name || keccak256 of the node's || prepay || collateral || refund, each u128
 * big-endian. Leaves and nodes as in spec/microtask.md; without leases keccak256(0x02).
 * Source: spec/memory.md, Emergency.
 */
export function leaseSnapshot(leases: readonly SnapshotLease[]): string {
  const sorted = leases.toSorted((one, other) => {
    return compareBytes(one.lease, other.lease)
  })
  return bytesToHex(merkleRoot(sorted.map((lease, index) => merkleLeaf(index, payloadOf(lease)))))
}

function payloadOf({ lease, caller, node, prepay, collateral, refund }: SnapshotLease): Uint8Array {
  const names = [caller, node].map((name) => keccak_256(utf8ToBytes(name)))
  return concatBytes(leaseIdOf(lease), ...names, ...[prepay, collateral, refund].map(u128))
}

function u128(value: bigint): Uint8Array {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, value >> 64n)
  view.setBigUint64(8, value & 0xffff_ffff_ffff_ffffn)
  return bytes
}
