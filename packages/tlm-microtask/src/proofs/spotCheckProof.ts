import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import { equalBytes } from '../tasks/equalBytes.js'
import { merkleLeaf } from '../tasks/merkleNodes.js'
import { parseHash } from '../tasks/parseHex.js'
import { HASH_BYTES } from '../tasks/TaggedHash.js'
import { TasksTree } from '../tasks/TasksTree.js'
import { batchIdOf } from '../trace/batchIdOf.js'
import { leavesOfRows, sealLeaves } from '../trace/sealSegment.js'
import { segmentOf, segmentTasks, type SegmentGrid } from '../trace/SegmentGrid.js'
import { ROW_BYTES } from '../trace/TraceRow.js'
import { traceCount, type BatchTrace } from './BatchTrace.js'
import type { CommittedBatch } from './CommittedBatch.js'
import { findPathFault, pathBytes } from './findPathFault.js'
import { judgeRow } from './judgeRow.js'
import { headerBytes, openBody, PLACED_ROW_BYTES, u32Bytes } from './proofLayout.js'
import {
  invalid,
  verdictOf,
  type BadRow,
  type InvalidProof,
  type TraceVerdict,
} from './TraceVerdict.js'
import { samplePlaces, type Sample } from './samplePlaces.js'

/** The sampled rows of one segment, and where their bytes begin in the body of a proof. */
interface SampledSegment {
  readonly segment: number
  readonly first: number
  readonly length: number
  readonly indices: readonly number[]
  readonly at: number
}

const SAMPLE_BYTES = 4 + HASH_BYTES

/**
 * The proof of level `spot-check` as hex text: the rows that the sample draws, each with the hash
 * of the task at its index and its path, and all leaves of their segments.
 *
 * Errors: `task-hashes-invalid`, `trace-rows-invalid`, those of `samplePlaces`.
 */
export function spotCheckProof(trace: BatchTrace, sample: Sample): string {
  const taskCount = traceCount(trace)
  const { batch, segmentSize, rows, taskHashes } = trace
  const tree = new TasksTree(taskHashes)
  const parts = [headerBytes({ content: 'spot-check', batch, taskCount, segmentSize })]
  parts.push(sampleBytes(sample))
  const { segments } = layoutOf({ batch, taskCount, segmentSize }, sample)
  for (const { first, length, indices } of segments) {
    const at = first * ROW_BYTES
    parts.push(leavesOfRows({ bytes: rows, at, count: length, stride: ROW_BYTES }))
    for (const index of indices) {
      parts.push(rows.subarray(index * ROW_BYTES, (index + 1) * ROW_BYTES))
      parts.push(taskHashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES))
      parts.push(tree.path(index))
    }
  }
  return bytesToHex(concatBytes(...parts))
}

/**
 * Judges a proof of sampled rows.
 *
 * Rule: it holds exactly the rows that the sample draws. The leaves of their segments lead to the
 * committed trace roots, the rows to their leaves and the task hashes beside them to the tasks
 * root, else the proof is invalid; then each sampled row is judged, and no other.
 */
export function judgeSpotCheck(
  work: CommittedBatch,
  proof: string | Uint8Array,
  sample: Sample,
): TraceVerdict {
  const body = openBody(proof, { ...work, content: 'spot-check' })
  if ('kind' in body) return body
  const { segments, end } = layoutOf(work, sample)
  if (body.length < SAMPLE_BYTES) return invalid('malformed')
  const isOfSample = equalBytes(body.subarray(0, SAMPLE_BYTES), sampleBytes(sample))
  if (!isOfSample) return invalid('another-sample')
  if (body.length !== end) return invalid('malformed')
  const bad: BadRow[] = []
  for (const sampled of segments) {
    const found = judgeSegment(work, body, sampled)
    if ('kind' in found) return found
    bad.push(...found)
  }
  return verdictOf(bad)
}

function sampleBytes({ rows, blockHash }: Sample): Uint8Array {
  return concatBytes(u32Bytes(rows), parseHash(blockHash, 'block hash'))
}

function layoutOf(
  grid: SegmentGrid & { readonly batch: string },
  sample: Sample,
): { readonly segments: readonly SampledSegment[]; readonly end: number } {
  const places = samplePlaces(grid.batch, grid.taskCount, sample)
  const bySegment = Map.groupBy(places, (index) => segmentOf(index, grid))
  const segments: SampledSegment[] = []
  let at = SAMPLE_BYTES
  for (const [segment, indices] of bySegment) {
    const { first, length } = segmentTasks(segment, grid) ?? { first: 0, length: 0 }
    segments.push({ segment, first, length, indices, at })
    at += length * HASH_BYTES
    for (const index of indices) {
      at += PLACED_ROW_BYTES + pathBytes({ first: index, length: 1 }, grid.taskCount)
    }
  }
  return { segments, end: at }
}

function judgeSegment(
  work: CommittedBatch,
  body: Uint8Array,
  sampled: SampledSegment,
): readonly BadRow[] | InvalidProof {
  const { segment, first, length, indices } = sampled
  const leaves = body.subarray(sampled.at, sampled.at + length * HASH_BYTES)
  const place = { batchId: batchIdOf(work.batch), segment, segmentSize: work.segmentSize }
  const { traceRoot } = sealLeaves(place, leaves)
  if (bytesToHex(traceRoot) !== work.traceRoot(segment)) {
    return invalid('trace-root-differs', segment)
  }
  const bad: BadRow[] = []
  let at = sampled.at + leaves.length
  for (const index of indices) {
    const slot = index - first
    const row = body.subarray(at, at + ROW_BYTES)
    const leaf = leaves.subarray(slot * HASH_BYTES, (slot + 1) * HASH_BYTES)
    if (!equalBytes(merkleLeaf(slot, row), leaf)) return invalid('trace-root-differs', segment)
    const task = { first: index, length: 1 }
    const end = at + PLACED_ROW_BYTES + pathBytes(task, work.taskCount)
    const fault = findPathFault(work, task, body.subarray(at, end))
    if (fault !== undefined) return invalid(fault, segment)
    const found = judgeRow(work, { bytes: body, at, segment, slot })
    if (found !== undefined) bad.push(found)
    at = end
  }
  return bad
}
