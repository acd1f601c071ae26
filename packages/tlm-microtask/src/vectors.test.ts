import { readFileSync } from 'node:fs'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { buildFilters } from './filter/buildFilters.js'
import { judgeEvidence, openRows } from './proofs/openRows.js'
import { recomputeProof } from './proofs/recomputeProof.js'
import { samplePlaces } from './proofs/samplePlaces.js'
import { segmentEvidence, segmentRows } from './proofs/segmentRows.js'
import { spotCheckProof } from './proofs/spotCheckProof.js'
import { verifyProof } from './proofs/verifyProof.js'
import { bytesOf, exampleRows, exampleTasks } from './plain.fixture.js'
import { isMember } from './tasks/isMember.js'
import { EMPTY_LEAF, merkleLeaf } from './tasks/merkleNodes.js'
import { taskHash } from './tasks/taskHash.js'
import { TasksTree } from './tasks/TasksTree.js'
import { tasksRoot } from './tasks/tasksRoot.js'
import { batchIdOf } from './trace/batchIdOf.js'
import { TraceRing } from './trace/TraceRing.js'
import { readRow } from './trace/TraceRow.js'

interface Vectors {
  readonly emptyLeaf: string
  readonly tasks: readonly Readonly<{
    index: number
    task: string
    hash: string
    leaf: string
    row: string
  }>[]
  readonly batchIds: readonly Readonly<{ text: string; id: string }>[]
  readonly trees: readonly Readonly<{
    count: number
    root: string
    paths: readonly Readonly<{ index: number; path: readonly string[] }>[]
  }>[]
  readonly filters: readonly Readonly<{ count: number; filters: string }>[]
  readonly traces: readonly Readonly<{
    batch: string
    taskCount: number
    segmentSize: number
    segments: readonly Readonly<{ segment: number; traceRoot: string }>[]
  }>[]
  readonly samples: readonly Readonly<{
    batch: string
    taskCount: number
    rows: number
    blockHash: string
    indices: readonly number[]
  }>[]
  readonly proofs: Readonly<{
    batch: string
    taskCount: number
    segmentSize: number
    tasksRoot: string
    traceRoots: readonly string[]
    recompute: string
    spotCheck: Readonly<{ rows: number; blockHash: string; proof: string }>
    rowsOfSegment1: string
    evidenceOfSegment0: string
  }>
}

const path = new URL('../../../vectors/microtask-layout.json', import.meta.url)
const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vectors

test('hashes of tasks, leaves and batch ids', () => {
  expect(bytesToHex(EMPTY_LEAF)).toBe(vectors.emptyLeaf)
  for (const { index, task, hash, leaf, row } of vectors.tasks) {
    expect(bytesToHex(taskHash(hexToBytes(task)))).toBe(hash)
    expect(bytesToHex(merkleLeaf(index, hexToBytes(hash)))).toBe(leaf)
    expect(readRow(hexToBytes(row)).cost).toBe(10n ** 18n * BigInt(index) + 1n)
  }
  for (const { text, id } of vectors.batchIds) expect(bytesToHex(batchIdOf(text))).toBe(id)
})

test.for(vectors.trees)('the tree over $count tasks', ({ count, root, paths }) => {
  const hashes = bytesOf(...exampleTasks(count))
  const tree = new TasksTree(hashes)
  expect(bytesToHex(tasksRoot(hashes))).toBe(root)
  for (const { index, path: siblings } of paths) {
    expect(bytesToHex(tree.path(index))).toBe(siblings.join(''))
    const payload = hashes.subarray(32 * index, 32 * index + 32)
    const membership = { index, count, payload, path: bytesOf(...siblings) }
    expect(isMember(hexToBytes(root), membership)).toBe(true)
  }
})

test.for(vectors.filters)('filters of $count tasks', ({ count, filters }) => {
  expect(bytesToHex(buildFilters(bytesOf(...exampleTasks(count))))).toBe(filters)
})

test.for(vectors.traces)(
  '$taskCount rows of $batch by $segmentSize',
  ({ segments, ...options }) => {
    const ring = new TraceRing(options)
    const sealed = exampleRows(options.taskCount).flatMap((row, index) => {
      const full = ring.write(index, readRow(hexToBytes(row)))
      return full === undefined ? [] : [{ ...full, traceRoot: bytesToHex(full.traceRoot) }]
    })
    expect(sealed).toMatchObject(segments)
  },
)

test.for(vectors.samples)('$rows draws from $taskCount rows', ({ indices, ...sample }) => {
  expect(samplePlaces(sample.batch, sample.taskCount, sample)).toEqual(indices)
})

test('proofs, rows and evidence', () => {
  const { proofs } = vectors
  const { batch, taskCount, segmentSize, spotCheck } = proofs
  const work = { ...proofs, traceRoot: (segment: number) => proofs.traceRoots[segment] }
  const taskHashes = bytesOf(...exampleTasks(taskCount))
  const rows = bytesOf(...exampleRows(taskCount))
  const trace = { batch, segmentSize, taskHashes, rows }
  const part = { batch, taskCount, segmentSize }
  const first = { ...part, segment: 0, rows: rows.subarray(0, 2 * 112) }
  const second = { ...part, segment: 1, rows: rows.subarray(2 * 112) }
  expect(recomputeProof(trace)).toBe(proofs.recompute)
  expect(spotCheckProof(trace, spotCheck)).toBe(spotCheck.proof)
  expect(segmentRows(second)).toBe(proofs.rowsOfSegment1)
  expect(segmentEvidence(first, taskHashes)).toBe(proofs.evidenceOfSegment0)
  const good = { kind: 'good' }
  expect(verifyProof(work, proofs.recompute)).toEqual(good)
  const level = { name: 'spot-check' as const, ...spotCheck }
  expect(verifyProof(work, spotCheck.proof, level)).toEqual(good)
  expect(judgeEvidence(work, 0, proofs.evidenceOfSegment0)).toEqual(good)
  expect(openRows(work, 1, proofs.rowsOfSegment1).kind).toBe('open')
})
