import { divide } from '@tlmkit/core'
import { bytesToHex } from '@noble/hashes/utils.js'
import { merkleLeaf, merklePath, merkleRoot, PAGE_BYTES, rootOfPath } from './merkle.js'
import { parseHex } from './parseHex.js'

/** Pages of a lease of so many bytes. */
export function pageCount(bytes: bigint): bigint {
  return divide(bytes, BigInt(PAGE_BYTES), 'ceil')
}

/**
 * The Merkle root over the 4 KiB pages of a segment, hex; the last page may be shorter.
 *
 * Source: spec/memory.md, Audit; spec/microtask.md, Merkle.
 */
export function pageRoot(bytes: Uint8Array): string {
  return bytesToHex(merkleRoot(leavesOf(bytes)))
}

/** What answers an audit: the bytes of a page and its path, hex. */
export function pageAnswer(
  bytes: Uint8Array,
  index: number,
): { readonly page: string; readonly path: string } {
  const page = bytes.subarray(index * PAGE_BYTES, (index + 1) * PAGE_BYTES)
  return { page: bytesToHex(page), path: bytesToHex(merklePath(leavesOf(bytes), index)) }
}

/** Page and path that answer for an index, of a segment of so many bytes. */
export interface PageAnswer {
  readonly index: bigint
  readonly bytes: bigint
  /** Hex. */
  readonly page: string
  readonly path: string
}

/**
 * Whether a page stands at its index under a root, with the length that it has there. Never throws.
 */
export function isPage(root: string, { index, bytes, page, path }: PageAnswer): boolean {
  const [payload, siblings] = [parseHex(page), parseHex(path)]
  const pages = pageCount(bytes)
  if (payload === undefined || siblings === undefined || pages > 0xffff_ffffn) return false
  const left = bytes - index * BigInt(PAGE_BYTES)
  const length = left < PAGE_BYTES ? left : BigInt(PAGE_BYTES)
  if (BigInt(payload.length) !== length) return false
  const place = { index: Number(index), count: Number(pages), path: siblings }
  const found = rootOfPath(merkleLeaf(place.index, payload), place)
  return found !== undefined && bytesToHex(found) === root
}

function leavesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const leaves: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += PAGE_BYTES) {
    leaves.push(merkleLeaf(leaves.length, bytes.subarray(at, at + PAGE_BYTES)))
  }
  return leaves
}
