import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import { TasksRootBuilder } from '../tasks/TasksRootBuilder.js'
import { HASH_BYTES } from '../tasks/TaggedHash.js'
import { batchIdOf } from '../trace/batchIdOf.js'
import { leavesOfRows, sealLeaves } from '../trace/sealSegment.js'
import { segmentCount, segmentTasks } from '../trace/SegmentGrid.js'
import { ROW_BYTES } from '../trace/TraceRow.js'
import { traceCount, type BatchTrace } from './BatchTrace.js'
import type { CommittedBatch } from './CommittedBatch.js'
import { judgeRow } from './judgeRow.js'
import { headerBytes, openBody, placedRows, PLACED_ROW_BYTES } from './proofLayout.js'
import {
  invalid,
  verdictOf,
  type BadRow,
  type InvalidProof,
  type TraceVerdict,
} from './TraceVerdict.js'

/**
 * The proof of level `recompute` as hex text: all rows of the batch, each with the hash of the
 * task at its index.
 *
 * Units: 144 bytes a task.
 * Errors: `task-hashes-invalid`, `trace-rows-invalid`.
 */
export function recomputeProof(trace: BatchTrace): string {
  const taskCount = traceCount(trace)
  const { batch, segmentSize, rows, taskHashes } = trace
  const header = headerBytes({ content: 'recompute', batch, taskCount, segmentSize })
  return bytesToHex(concatBytes(header, placedRows(rows, taskHashes, taskCount)))
}

/**
 * Judges a proof of all rows.
 *
 * Rule: every segment's rows open to its committed trace root and the task hashes beside the rows
 * to the tasks root, else the proof is invalid; then each row is judged.
 */
export function judgeRecompute(work: CommittedBatch, proof: string | Uint8Array): TraceVerdict {
  const body = openBody(proof, { ...work, content: 'recompute' })
  if ('kind' in body) return body
  if (body.length !== work.taskCount * PLACED_ROW_BYTES) return invalid('malformed')
  return findBrokenRoot(work, body) ?? verdictOf(findBadRows(work, body))
}

function findBrokenRoot(work: CommittedBatch, body: Uint8Array): InvalidProof | undefined {
  const batchId = batchIdOf(work.batch)
  const count = segmentCount(work)
  for (let segment = 0; segment < count; segment++) {
    const { first, length } = segmentTasks(segment, work) ?? { first: 0, length: 0 }
    const at = first * PLACED_ROW_BYTES
    const rows = { bytes: body, at, count: length, stride: PLACED_ROW_BYTES }
    const place = { batchId, segment, segmentSize: work.segmentSize }
    const { traceRoot } = sealLeaves(place, leavesOfRows(rows))
    if (bytesToHex(traceRoot) !== work.traceRoot(segment)) {
      return invalid('trace-root-differs', segment)
    }
  }
  const tasks = new TasksRootBuilder()
  for (let at = ROW_BYTES; at + HASH_BYTES <= body.length; at += PLACED_ROW_BYTES) {
    tasks.add(body, at)
  }
  return bytesToHex(tasks.root()) === work.tasksRoot ? undefined : invalid('tasks-root-differs')
}

function findBadRows(work: CommittedBatch, body: Uint8Array): readonly BadRow[] {
  const bad: BadRow[] = []
  let segment = 0
  let slot = 0
  for (let at = 0; at < body.length; at += PLACED_ROW_BYTES) {
    const found = judgeRow(work, { bytes: body, at, segment, slot })
    if (found !== undefined) bad.push(found)
    slot += 1
    if (slot < work.segmentSize) continue
    segment += 1
    slot = 0
  }
  return bad
}
