import { bytesToHex } from '@noble/hashes/utils.js'
import { leafInto } from '../tasks/merkleNodes.js'
import { rangeRoot, siblingsOf } from '../tasks/rangeRoot.js'
import { HASH_BYTES } from '../tasks/TaggedHash.js'
import type { SegmentTasks } from '../trace/SegmentGrid.js'
import { ROW_BYTES } from '../trace/TraceRow.js'
import type { CommittedBatch } from './CommittedBatch.js'
import { PLACED_ROW_BYTES } from './proofLayout.js'
import type { ProofFault } from './TraceVerdict.js'

/** Bytes of the path of some neighbouring tasks of a batch. */
export function pathBytes({ first, length }: SegmentTasks, count: number): number {
  return (siblingsOf({ first, length, count })?.length ?? 0) * HASH_BYTES
}

/**
 * What is wrong with `bytes`, which hold placed rows of neighbouring tasks and behind them the path
 * of the task hashes in them: a wrong length, another root, or nothing.
 */
export function findPathFault(
  work: CommittedBatch,
  tasks: SegmentTasks,
  bytes: Uint8Array,
): ProofFault | undefined {
  const { first, length } = tasks
  const rowsEnd = length * PLACED_ROW_BYTES
  if (bytes.length !== rowsEnd + pathBytes(tasks, work.taskCount)) return 'malformed'
  const leaves = new Uint8Array(length * HASH_BYTES)
  for (let i = 0; i < length; i++) {
    const at = i * PLACED_ROW_BYTES + ROW_BYTES
    leafInto(first + i, { source: bytes, at, length: HASH_BYTES }, leaves, i * HASH_BYTES)
  }
  const range = { first, length, count: work.taskCount }
  const root = rangeRoot(range, leaves, bytes.subarray(rowsEnd))
  const isRoot = root !== undefined && bytesToHex(root) === work.tasksRoot
  return isRoot ? undefined : 'tasks-root-differs'
}
