import { concatBytes } from '@noble/hashes/utils.js'
import { TASKS_MAX } from './hashCount.js'
import { halfUp, levelAbove } from './merkleNodes.js'
import { HASH_BYTES } from './TaggedHash.js'

/** `length` neighbouring tasks from `first` on, in a batch of `count`. */
export interface TaskRange {
  readonly first: number
  readonly length: number
  readonly count: number
}

/** A node that a path holds: its level from below and its position there. */
export interface Sibling {
  readonly level: number
  readonly position: number
  readonly side: 'before' | 'behind'
}

/** The nodes of a range's path in their order; none for a range that the batch does not have. */
export function siblingsOf(range: TaskRange): readonly Sibling[] | undefined {
  if (!isRange(range)) return undefined
  const siblings: Sibling[] = []
  let from = range.first
  let to = range.first + range.length
  for (let width = range.count, level = 0; width > 1; width = halfUp(width), level++) {
    if ((from & 1) === 1) siblings.push({ level, position: from - 1, side: 'before' })
    if ((to & 1) === 1 && to < width) siblings.push({ level, position: to, side: 'behind' })
    from >>>= 1
    to = halfUp(to)
  }
  return siblings
}

/**
 * The root that leaves of a range and its path lead to.
 *
 * Rule: the path has exactly the nodes that this range of a batch of `count` needs, else there is
 * no root. So first, length and count are bound as far as the shape of the tree tells counts apart;
 * each leaf binds its own index.
 */
export function rangeRoot(
  range: TaskRange,
  leaves: Uint8Array,
  path: Uint8Array,
): Uint8Array | undefined {
  const siblings = siblingsOf(range)
  if (siblings === undefined || path.length !== siblings.length * HASH_BYTES) return undefined
  if (leaves.length !== range.length * HASH_BYTES) return undefined
  let nodes = leaves
  let width = range.length
  let used = 0
  for (let level = 0, total = range.count; total > 1; level++, total = halfUp(total)) {
    while (siblings[used]?.level === level) {
      const node = path.subarray(used * HASH_BYTES, (used + 1) * HASH_BYTES)
      const isBefore = siblings[used]?.side === 'before'
      nodes = isBefore ? concatBytes(node, nodes) : concatBytes(nodes, node)
      width += 1
      used += 1
    }
    nodes = levelAbove(nodes, width)
    width = halfUp(width)
  }
  return nodes
}

function isRange({ first, length, count }: TaskRange): boolean {
  const areWhole = [first, length, count].every((each) => Number.isSafeInteger(each))
  return areWhole && count <= TASKS_MAX && first >= 0 && length > 0 && first + length <= count
}
