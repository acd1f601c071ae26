import { bytesToHex } from '@noble/hashes/utils.js'
import { equalBytes } from '../tasks/equalBytes.js'
import { batchIdOf } from '../trace/batchIdOf.js'
import { leavesOfRows, sealLeaves } from '../trace/sealSegment.js'
import { segmentTasks } from '../trace/SegmentGrid.js'
import { ROW_BYTES } from '../trace/TraceRow.js'
import type { CommittedBatch } from './CommittedBatch.js'
import { findPathFault, pathBytes } from './findPathFault.js'
import { judgeAnswer, judgeRow, type PlacedRow } from './judgeRow.js'
import { CONTENTS, openBody, PLACED_ROW_BYTES, u32Bytes, type Content } from './proofLayout.js'
import {
  invalid,
  verdictOf,
  type BadRow,
  type InvalidProof,
  type TraceVerdict,
} from './TraceVerdict.js'
import { segmentUnknown } from './segmentRows.js'

/** Rows that were revealed: whether they open to the committed root, and which of them are bad. */
export type OpenedRows =
  | {
      readonly kind: 'open'
      /** All other rows are good as far as was judged; ascending by index. */
      readonly bad: readonly BadRow[]
      /** Bare rows are judged by the row check only: they bring no path to the tasks root. */
      readonly membership: 'judged' | 'not-judged'
    }
  | InvalidProof

const SEGMENT_BYTES = 4

/**
 * Opens the rows of a segment that `revealRows` brings: `segmentRows`, or `segmentEvidence`, which
 * lets membership be judged as well.
 *
 * Rule: they must lead to the committed trace root. An executor answers a demand with bare rows, so
 * that nobody can blame it for a path that only others could have given it.
 * Untrusted bytes never make it throw.
 * Errors, of the caller's own arguments: `segment-grid-invalid`, `trace-segment-unknown`.
 * Source: spec/microtask.md, revealRows.
 */
export function openRows(
  work: CommittedBatch,
  segment: number,
  rows: string | Uint8Array,
): OpenedRows {
  const content = isEvidence(rows) ? 'evidence' : 'rows'
  const opened = openSegment(work, { segment, content, bytes: rows })
  if (opened.kind === 'invalid') return opened
  const isPlaced = content === 'evidence'
  const bad = badRowsOf(opened, isPlaced ? judgeRow : judgeAnswer, work)
  return { kind: 'open', bad, membership: isPlaced ? 'judged' : 'not-judged' }
}

/**
 * Judges evidence about a segment, made by `segmentEvidence`: `bad-rows` shows its executor at
 * fault; `good` and `invalid` show nothing.
 *
 * Untrusted bytes never make it throw.
 * Errors, of the caller's own arguments: `segment-grid-invalid`, `trace-segment-unknown`.
 * Source: spec/microtask.md, challenge.
 */
export function judgeEvidence(
  work: CommittedBatch,
  segment: number,
  evidence: string | Uint8Array,
): TraceVerdict {
  const opened = openSegment(work, { segment, content: 'evidence', bytes: evidence })
  if (opened.kind === 'invalid') return opened
  return verdictOf(badRowsOf(opened, judgeRow, work))
}

interface Revealed {
  readonly segment: number
  readonly content: Content
  readonly bytes: string | Uint8Array
}

interface OpenedSegment {
  readonly kind: 'open'
  readonly segment: number
  /** Holds the rows from the first byte on, `stride` bytes apart. */
  readonly body: Uint8Array
  readonly count: number
  readonly stride: number
}

function isEvidence(rows: string | Uint8Array): boolean {
  return typeof rows === 'string' ? rows.startsWith('05', 2) : rows[1] === CONTENTS.evidence
}

function openSegment(work: CommittedBatch, revealed: Revealed): OpenedSegment | InvalidProof {
  const { segment, content } = revealed
  const tasks = segmentTasks(segment, work)
  if (tasks === undefined) throw segmentUnknown(segment)
  const opened = openBody(revealed.bytes, { ...work, content })
  if ('kind' in opened) return opened
  if (opened.length < SEGMENT_BYTES) return invalid('malformed')
  const isOfSegment = equalBytes(opened.subarray(0, SEGMENT_BYTES), u32Bytes(segment))
  if (!isOfSegment) return invalid('another-batch')
  const body = opened.subarray(SEGMENT_BYTES)
  const stride = content === 'evidence' ? PLACED_ROW_BYTES : ROW_BYTES
  const pathLength = content === 'evidence' ? pathBytes(tasks, work.taskCount) : 0
  if (body.length !== tasks.length * stride + pathLength) return invalid('malformed')
  const place = { batchId: batchIdOf(work.batch), segment, segmentSize: work.segmentSize }
  const range = { bytes: body, at: 0, count: tasks.length, stride }
  const { traceRoot } = sealLeaves(place, leavesOfRows(range))
  if (bytesToHex(traceRoot) !== work.traceRoot(segment)) {
    return invalid('trace-root-differs', segment)
  }
  const fault = content === 'evidence' ? findPathFault(work, tasks, body) : undefined
  if (fault !== undefined) return invalid(fault, segment)
  return { kind: 'open', segment, body, count: tasks.length, stride }
}

function badRowsOf(
  opened: OpenedSegment,
  judge: (work: CommittedBatch, row: PlacedRow) => BadRow | undefined,
  work: CommittedBatch,
): readonly BadRow[] {
  const { body, count, stride, segment } = opened
  const bad: BadRow[] = []
  for (let slot = 0; slot < count; slot++) {
    const found = judge(work, { bytes: body, at: slot * stride, segment, slot })
    if (found !== undefined) bad.push(found)
  }
  return bad
}
