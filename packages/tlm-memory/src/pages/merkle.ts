import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes } from '@noble/hashes/utils.js'

/** Bytes of a page. */
export const PAGE_BYTES = 4096

/** The root over no leaves: keccak256(0x02). */
const EMPTY_ROOT = keccak_256(Uint8Array.of(0x02))

/** keccak256(0x00 || index u32 big-endian || payload). Source: spec/microtask.md, Merkle. */
export function merkleLeaf(index: number, payload: Uint8Array): Uint8Array {
  const head = new Uint8Array(5)
  new DataView(head.buffer).setUint32(1, index)
  return keccak_256(concatBytes(head, payload))
}

function merkleNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return keccak_256(concatBytes(Uint8Array.of(0x01), left, right))
}

/** The root over leaves; an odd node moves up unhashed. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  let level = leaves
  while (level.length > 1) level = levelAbove(level)
  return level[0] ?? EMPTY_ROOT
}

/** The siblings of a leaf from below, one after another. */
export function merklePath(leaves: readonly Uint8Array[], index: number): Uint8Array {
  const siblings: Uint8Array[] = []
  let at = index
  for (let level = leaves; level.length > 1; level = levelAbove(level), at >>>= 1) {
    const sibling = level[at ^ 1]
    if (sibling !== undefined) siblings.push(sibling)
  }
  return concatBytes(...siblings)
}

/**
 * The root that a leaf at an index of `count` and its path lead to; nothing for a path that is not.
 */
export function rootOfPath(
  leaf: Uint8Array,
  {
    index,
    count,
    path,
  }: { readonly index: number; readonly count: number; readonly path: Uint8Array },
): Uint8Array | undefined {
  let node = leaf
  let used = 0
  for (let at = index, width = count; width > 1; at >>>= 1, width = (width >>> 1) + (width & 1)) {
    if ((at ^ 1) >= width) continue
    const sibling = path.subarray(used, used + 32)
    if (sibling.length < 32) return undefined
    node = (at & 1) === 1 ? merkleNode(sibling, node) : merkleNode(node, sibling)
    used += 32
  }
  return used === path.length ? node : undefined
}

function levelAbove(level: readonly Uint8Array[]): readonly Uint8Array[] {
  const above: Uint8Array[] = []
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at], level[at + 1]]
    if (left !== undefined) above.push(right === undefined ? left : merkleNode(left, right))
  }
  return above
}
