import { HASH_BYTES, tagged } from './TaggedHash.js'

/** A range of bytes: a payload that lies in a larger buffer. */
export interface Slice {
  readonly source: Uint8Array
  readonly at: number
  readonly length: number
}

/** The leaf of a slot without content: keccak256(0x02). */
export const EMPTY_LEAF: Uint8Array = tagged.begin(0x02).digest()

/**
 * Writes the leaf of a payload of at most 129 bytes.
 *
 * Rule: keccak256(0x00 || index u32 big-endian || payload).
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function leafInto(index: number, payload: Slice, out: Uint8Array, at = 0): void {
  const { source, at: from, length } = payload
  tagged.begin(0x00).u32(index).bytes(source, from, length).digestInto(out, at)
}

/** The leaf of a payload; see `leafInto`. */
export function merkleLeaf(index: number, payload: Uint8Array): Uint8Array {
  const leaf = new Uint8Array(HASH_BYTES)
  leafInto(index, { source: payload, at: 0, length: payload.length }, leaf)
  return leaf
}

/** The node above two neighbours that lie one after another: keccak256(0x01 || left || right). */
export function pairInto(pair: Uint8Array, from: number, out: Uint8Array, at: number): void {
  tagged
    .begin(0x01)
    .bytes(pair, from, 2 * HASH_BYTES)
    .digestInto(out, at)
}

/** The node above two hashes: keccak256(0x01 || left || right). */
export function merkleNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return tagged.begin(0x01).bytes(left, 0, HASH_BYTES).bytes(right, 0, HASH_BYTES).digest()
}

/** Half of a count from 0 to 2^32 - 1, rounded up. */
export function halfUp(count: number): number {
  return (count >>> 1) + (count & 1)
}

/** The level above one of `width` nodes. */
export function levelAbove(below: Uint8Array, width: number): Uint8Array {
  const pairs = width >>> 1
  const above = new Uint8Array(halfUp(width) * HASH_BYTES)
  for (let pair = 0; pair < pairs; pair++) {
    pairInto(below, 2 * pair * HASH_BYTES, above, pair * HASH_BYTES)
  }
  const isOdd = (width & 1) === 1
  if (isOdd) above.set(below.subarray((width - 1) * HASH_BYTES), pairs * HASH_BYTES)
  return above
}
