import { compareByteArrays } from '@tlmkit/core'
import { PAGE_BYTES } from '../arena/ArenaLayout.js'
import { leafOf, nodeOf } from './pageTree.js'

const DIGEST = 32

/** What an audit is answered with: one page and the siblings that lead from it to the root. */
export interface PageAnswer {
  readonly page: number
  readonly bytes: Uint8Array
  readonly path: readonly Uint8Array[]
}

/** What is known of the segment before an answer comes. */
export interface PageChallenge {
  readonly root: Uint8Array
  /** Index of the page that must be answered. */
  readonly page: number
  /** Of the whole segment. */
  readonly segmentBytes: number
}

/**
 * Says whether an answer proves the challenged page.
 *
 * Rule: it is of that page, has the length of it, and its leaf leads to the root by exactly the
 * siblings that a tree over so many pages has.
 * Source: spec/memory.md, Audit.
 */
export function verifyPage(challenge: PageChallenge, answer: PageAnswer): boolean {
  const { root, page, segmentBytes } = challenge
  const pages = Math.ceil(segmentBytes / PAGE_BYTES)
  if (!Number.isSafeInteger(page) || page < 0 || page >= pages || answer.page !== page) return false
  const length = Math.min(PAGE_BYTES, segmentBytes - page * PAGE_BYTES)
  if (answer.bytes.length !== length) return false
  const reached = climb(leafOf(page, answer.bytes), { page, pages, path: answer.path })
  return reached !== undefined && compareByteArrays(reached, root) === 0
}

interface Climb {
  readonly page: number
  readonly pages: number
  readonly path: readonly Uint8Array[]
}

/** The root that a leaf leads to. Undefined where there are siblings too few, too many, or odd. */
function climb(leaf: Uint8Array, { page, pages, path }: Climb): Uint8Array | undefined {
  let node = leaf
  let used = 0
  let index = page
  for (let count = pages; count > 1; count = Math.ceil(count / 2)) {
    const hasSibling = index % 2 === 1 || index + 1 < count
    if (hasSibling) {
      const sibling = path[used]
      if (sibling?.length !== DIGEST) return undefined
      node = index % 2 === 1 ? nodeOf(sibling, node) : nodeOf(node, sibling)
      used += 1
    }
    index = Math.floor(index / 2)
  }
  return used === path.length ? node : undefined
}
