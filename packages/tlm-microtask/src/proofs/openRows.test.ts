import { describe, expect, test } from 'vitest'
import { batchOf } from './batch.fixture.js'
import { judgeEvidence, openRows } from './openRows.js'
import { recomputeProof } from './recomputeProof.js'
import type { RowCheck } from './RowCheck.js'
import { segmentEvidence, segmentRows } from './segmentRows.js'

const grid = { taskCount: 13, segmentSize: 5 }
const honest = batchOf(grid)
const cheating = batchOf({ ...grid, bad: [5, 12] })
const refusesAll: RowCheck = { name: 'none', description: 'Refuses all.', check: () => false }

function withCode(code: string): unknown {
  return expect.objectContaining({ code })
}

function invalid(fault: string): unknown {
  return expect.objectContaining({ kind: 'invalid', fault })
}

describe('bare rows', () => {
  test.for([0, 1, 2])('of segment %i open', (segment) => {
    const rows = segmentRows(honest.segment(segment))
    const verdict = { kind: 'open', bad: [], membership: 'not-judged' }
    expect(openRows(honest.work, segment, rows)).toEqual(verdict)
  })

  test('of other tasks open too: membership takes the path of others', () => {
    const rows = segmentRows(cheating.segment(1))
    const verdict = { kind: 'open', bad: [], membership: 'not-judged' }
    expect(openRows(cheating.work, 1, rows)).toEqual(verdict)
  })

  test('are judged by the row check', () => {
    const rows = segmentRows(honest.segment(2))
    const work = { ...honest.work, rowCheck: refusesAll }
    expect(openRows(work, 2, rows)).toMatchObject({
      kind: 'open',
      bad: [
        { segment: 2, slot: 0, index: 10, cause: 'row-check' },
        { segment: 2, slot: 1, index: 11, cause: 'row-check' },
        { segment: 2, slot: 2, index: 12, cause: 'row-check' },
      ],
    })
  })

  test('are no evidence', () => {
    const rows = segmentRows(cheating.segment(1))
    expect(judgeEvidence(cheating.work, 1, rows)).toEqual(invalid('another-level'))
  })
})

describe('rows with a path', () => {
  test.for([0, 1, 2])('of segment %i open and are good', (segment) => {
    const evidence = segmentEvidence(honest.segment(segment), honest.trace.taskHashes)
    const verdict = { kind: 'open', bad: [], membership: 'judged' }
    expect(openRows(honest.work, segment, evidence)).toEqual(verdict)
    expect(judgeEvidence(honest.work, segment, evidence)).toEqual({ kind: 'good' })
  })

  test.for([
    [1, 0, 5],
    [2, 2, 12],
  ] as const)('of segment %i show the row that is bad', ([segment, slot, index]) => {
    const evidence = segmentEvidence(cheating.segment(segment), cheating.trace.taskHashes)
    const rows = [{ segment, slot, index, cause: 'another-task' }]
    expect(judgeEvidence(cheating.work, segment, evidence)).toEqual({ kind: 'bad-rows', rows })
    const verdict = { kind: 'open', bad: rows, membership: 'judged' }
    expect(openRows(cheating.work, segment, evidence)).toEqual(verdict)
  })

  test('blame nobody by a path or a task hash that does not open', () => {
    const { taskHashes } = honest.trace
    for (const at of [0, 5 * 32, 12 * 32]) {
      const broken = taskHashes.with(at, taskHashes[at]! ^ 1)
      const evidence = segmentEvidence(honest.segment(1), broken)
      expect(judgeEvidence(honest.work, 1, evidence)).toEqual(invalid('tasks-root-differs'))
      expect(openRows(honest.work, 1, evidence)).toEqual(invalid('tasks-root-differs'))
    }
  })
})

test.for([
  ['nothing', '', 'missing'],
  ['no hex', 'rows', 'malformed'],
  ['rows of another segment', segmentRows(honest.segment(0)), 'another-batch'],
  ['rows of another batch', segmentRows({ ...honest.segment(1), batch: 'b' }), 'another-batch'],
  ['other rows', segmentRows(cheating.segment(1)), 'trace-root-differs'],
  ['rows cut off', segmentRows(honest.segment(1)).slice(0, -2), 'malformed'],
  ['rows and more', `${segmentRows(honest.segment(1))}00`, 'malformed'],
  ['a header', segmentRows(honest.segment(1)).slice(0, 84), 'malformed'],
  ['a whole proof', recomputeProof(honest.trace), 'another-level'],
])('%s do not open', ([, bytes, fault]) => {
  expect(openRows(honest.work, 1, bytes!)).toEqual(invalid(fault!))
})

test('what cannot be revealed is refused', () => {
  const trace = honest.segment(1)
  expect(() => segmentRows({ ...trace, segment: 3 })).toThrow(withCode('trace-segment-unknown'))
  expect(() => openRows(honest.work, 3, '')).toThrow(withCode('trace-segment-unknown'))
  expect(() => judgeEvidence(honest.work, -1, '')).toThrow(withCode('trace-segment-unknown'))
  const short = { ...trace, rows: trace.rows.subarray(1) }
  expect(() => segmentRows(short)).toThrow(withCode('trace-rows-invalid'))
  const hashes = honest.trace.taskHashes.subarray(32)
  expect(() => segmentEvidence(trace, hashes)).toThrow(withCode('task-hashes-invalid'))
})
