import { keccak256 } from '@tlmkit/core'
import { PAGE_BYTES } from '../arena/ArenaLayout.js'

const DIGEST = 32
const LEAF_HEAD = 5
const NODE_BYTES = 1 + 2 * DIGEST
/** Leaves and nodes that are hashed in one call. */
const BATCH = 64

/** The levels of a tree over pages, leaves first; each is digests of 32 bytes. */
export type PageTree = readonly Uint8Array[]

/**
 * Merkle tree over pages of 4 KiB.
 *
 * Rule: leaf = keccak256(0x00 || index u32 BE || page), node = keccak256(0x01 || left || right);
 * the last of an odd level moves up unhashed. The last page is as long as what is left.
 * Source: spec/memory.md, Audit; spec/microtask.md, Tasks, filter, trace.
 */
export function pageTree(bytes: Uint8Array): PageTree {
  const pages = Math.ceil(bytes.length / PAGE_BYTES)
  const messages = Array.from({ length: Math.min(BATCH, pages) }, () => new Uint8Array(0))
  const leaves = hashEach(pages, (index) => {
    const page = bytes.subarray(index * PAGE_BYTES, (index + 1) * PAGE_BYTES)
    return writeLeaf(messageOf(messages, index, LEAF_HEAD + page.length), index, page)
  })
  const levels = [leaves]
  for (let level = leaves; level.length > DIGEST;) {
    level = nextLevel(level)
    levels.push(level)
  }
  return levels
}

export function rootOf(tree: PageTree): Uint8Array {
  return (tree.at(-1) ?? new Uint8Array(0)).slice()
}

/** The siblings of a page, from its leaf up. A digest that moves up unhashed has none. */
export function pathOf(tree: PageTree, page: number): readonly Uint8Array[] {
  return tree.flatMap((level, height) => {
    const sibling = (Math.floor(page / 2 ** height) ^ 1) * DIGEST
    return sibling < level.length ? [level.slice(sibling, sibling + DIGEST)] : []
  })
}

/** The leaf of a page. */
export function leafOf(index: number, page: Uint8Array): Uint8Array {
  return keccak256([writeLeaf(new Uint8Array(LEAF_HEAD + page.length), index, page)])
}

export function nodeOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  const message = new Uint8Array(NODE_BYTES)
  message[0] = 1
  message.set(left, 1)
  message.set(right, 1 + DIGEST)
  return keccak256([message])
}

function nextLevel(level: Uint8Array): Uint8Array {
  const count = level.length / DIGEST
  const pairs = count >>> 1
  const messages = Array.from({ length: Math.min(BATCH, pairs) }, () => new Uint8Array(0))
  const nodes = hashEach(pairs, (index) => {
    const message = messageOf(messages, index, NODE_BYTES)
    message[0] = 1
    message.set(level.subarray(2 * index * DIGEST, 2 * (index + 1) * DIGEST), 1)
    return message
  })
  if (count % 2 === 0) return nodes
  const next = new Uint8Array(nodes.length + DIGEST)
  next.set(nodes)
  next.set(level.subarray(level.length - DIGEST), nodes.length)
  return next
}

/** Digests of `count` messages. A message stands until that of `index + BATCH` is written. */
function hashEach(count: number, write: (index: number) => Uint8Array): Uint8Array {
  const digests = new Uint8Array(count * DIGEST)
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from)
    const messages = Array.from({ length }, (_, index) => write(from + index))
    digests.set(keccak256(messages), from * DIGEST)
  }
  return digests
}

/** The room of an earlier message, if it has the same length. */
function messageOf(messages: Uint8Array[], index: number, length: number): Uint8Array {
  const kept = messages[index % BATCH]
  if (kept?.length === length) return kept
  const message = new Uint8Array(length)
  messages[index % BATCH] = message
  return message
}

function writeLeaf(message: Uint8Array, index: number, page: Uint8Array): Uint8Array {
  message[0] = 0
  new DataView(message.buffer).setUint32(1, index)
  message.set(page, LEAF_HEAD)
  return message
}
