import { UsageError } from '@tlmkit/core'
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import { HASH_BYTES } from '../tasks/TaggedHash.js'
import { assertHashes } from '../tasks/hashCount.js'
import { TasksTree } from '../tasks/TasksTree.js'
import { segmentTasks, type SegmentGrid, type SegmentTasks } from '../trace/SegmentGrid.js'
import { assertRows } from './BatchTrace.js'
import { headerBytes, placedRows, u32Bytes } from './proofLayout.js'

/** The rows of one segment, as whoever executed it or was sent them holds them. */
export interface SegmentTrace extends SegmentGrid {
  /** The batch's id. */
  readonly batch: string
  readonly segment: number
  /** The segment's rows in order, 112 bytes each: what the trace ring sealed. */
  readonly rows: Uint8Array
}

/**
 * The rows of a segment as hex text for `revealRows`: all that an executor needs to answer a
 * demand.
 *
 * Errors: `segment-grid-invalid`, `trace-segment-unknown`, `trace-rows-invalid`.
 */
export function segmentRows(trace: SegmentTrace): string {
  tasksOf(trace)
  const header = headerBytes({ ...trace, content: 'rows' })
  return bytesToHex(concatBytes(header, u32Bytes(trace.segment), trace.rows))
}

/**
 * Evidence about a segment as hex text: its rows, each with the hash of the task at its index, and
 * the path of those hashes. `taskHashes` are those of all tasks of the batch, 32 bytes each.
 *
 * Units: 144 bytes a row, at most 2 x 32 path hashes of 32 bytes.
 * Errors: `segment-grid-invalid`, `trace-segment-unknown`, `trace-rows-invalid`, `task-hashes-invalid`.
 */
export function segmentEvidence(trace: SegmentTrace, taskHashes: Uint8Array): string {
  const { first, length } = tasksOf(trace)
  assertHashes(taskHashes, trace.taskCount)
  const path = new TasksTree(taskHashes).path(first, length)
  const hashes = taskHashes.subarray(first * HASH_BYTES, (first + length) * HASH_BYTES)
  const header = headerBytes({ ...trace, content: 'evidence' })
  const placed = placedRows(trace.rows, hashes, length)
  return bytesToHex(concatBytes(header, u32Bytes(trace.segment), placed, path))
}

function tasksOf(trace: SegmentTrace): SegmentTasks {
  const tasks = segmentTasks(trace.segment, trace)
  if (tasks === undefined) throw segmentUnknown(trace.segment)
  assertRows(trace.rows, tasks.length)
  return tasks
}

export function segmentUnknown(segment: number): UsageError {
  return new UsageError({
    code: 'trace-segment-unknown',
    message: `The batch has no segment ${segment}.`,
    details: { segment },
  })
}
