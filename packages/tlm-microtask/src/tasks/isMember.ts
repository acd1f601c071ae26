import { equalBytes } from './equalBytes.js'
import { merkleLeaf } from './merkleNodes.js'
import { rangeRoot } from './rangeRoot.js'
import { HASH_BYTES } from './TaggedHash.js'

/** What shows that a task stands at an index of a batch. */
export interface Membership {
  readonly index: number
  /** Tasks of the batch. */
  readonly count: number
  /** The task hash, 32 bytes. */
  readonly payload: Uint8Array
  /** Siblings from below, 32 bytes each, as `TasksTree` gives them. */
  readonly path: Uint8Array
}

/**
 * Says whether the payload is the one at the index under the root. Never throws.
 *
 * Rule: the leaf binds the index; the path must have the length that index and count call for.
 * A root tells a count apart from another only where the shape of the tree does so on the path.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function isMember(root: Uint8Array, membership: Membership): boolean {
  const { index, count, payload, path } = membership
  if (payload.length !== HASH_BYTES) return false
  const found = rangeRoot({ first: index, length: 1, count }, merkleLeaf(index, payload), path)
  return found !== undefined && equalBytes(found, root)
}
