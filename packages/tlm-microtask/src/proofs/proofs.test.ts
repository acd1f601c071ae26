import { fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleRow, exampleRows } from '../plain.fixture.js'
import { batchOf, blockHash, type Batch } from './batch.fixture.js'
import type { CommittedBatch } from './CommittedBatch.js'
import type { TraceVerdict } from './TraceVerdict.js'
import { recomputeProof } from './recomputeProof.js'
import { membershipOnly, type RowCheck } from './RowCheck.js'
import { samplePlaces } from './samplePlaces.js'
import { segmentEvidence, segmentRows } from './segmentRows.js'
import { judgeEvidence, openRows, type OpenedRows } from './openRows.js'
import { spotCheckProof } from './spotCheckProof.js'
import { verifyProof, type ProofLevel } from './verifyProof.js'

const good = { kind: 'good' }
const sample = { rows: 6, blockHash: blockHash(1) }
const spotCheck: ProofLevel = { name: 'spot-check', ...sample }

/** A row check that refuses rows by their cost, 10^18 x index + 1 in the examples. */
const refusing = (...indices: readonly number[]): RowCheck => ({
  name: 'by cost',
  description: 'Refuses some costs.',
  check: ({ cost }) => indices.every((index) => cost !== 10n ** 18n * BigInt(index) + 1n),
})

function withCode(code: string): unknown {
  return expect.objectContaining({ code })
}

function invalid(fault: string): unknown {
  return expect.objectContaining({ kind: 'invalid', fault })
}

/** The proof with the byte at `at`, counted from the end below 0, changed. */
function changed(proof: string, at: number): string {
  const bytes = hexToBytes(proof)
  const place = at < 0 ? bytes.length + at : at
  bytes[place] = bytes[place]! ^ 1
  return bytesToHex(bytes)
}

describe('recompute', () => {
  test.for([
    { taskCount: 1, segmentSize: 1 },
    { taskCount: 1, segmentSize: 32 },
    { taskCount: 11, segmentSize: 4 },
    { taskCount: 97, segmentSize: 32 },
  ])('shows $taskCount good rows in segments of $segmentSize', (grid) => {
    const { work, trace } = batchOf(grid)
    expect(verifyProof(work, recomputeProof(trace))).toEqual(good)
    expect(verifyProof(work, hexToBytes(recomputeProof(trace)))).toEqual(good)
  })

  test('lists rows of other tasks, whoever their executors are', () => {
    const { work, trace } = batchOf({ bad: [4, 10] })
    expect(verifyProof(work, recomputeProof(trace))).toEqual({
      kind: 'bad-rows',
      rows: [
        { segment: 1, slot: 0, index: 4, cause: 'another-task' },
        { segment: 2, slot: 2, index: 10, cause: 'another-task' },
      ],
    })
  })

  test('lists rows that the row check refuses, and asks it about right tasks only', () => {
    const { work, trace } = batchOf({ bad: [3] })
    const verdict = verifyProof({ ...work, rowCheck: refusing(3, 5) }, recomputeProof(trace))
    expect(verdict).toEqual({
      kind: 'bad-rows',
      rows: [
        { segment: 0, slot: 3, index: 3, cause: 'another-task' },
        { segment: 1, slot: 1, index: 5, cause: 'row-check' },
      ],
    })
  })

  test('a row of the right batch at the wrong index is bad', () => {
    const rows = exampleRows(11).with(2, exampleRow(7)).with(7, exampleRow(2))
    const { work, trace } = batchOf({ rows })
    const verdict = verifyProof(work, recomputeProof(trace))
    expect(verdict).toMatchObject({ kind: 'bad-rows', rows: [{ index: 2 }, { index: 7 }] })
  })

  test('the place of a row is told to the row check', () => {
    const places: string[] = []
    const rowCheck: RowCheck = {
      ...membershipOnly,
      check: (_, { batch, segment, slot, index }) => {
        places.push(`${batch} ${segment} ${slot} ${index}`)
        return true
      },
    }
    const { work, trace } = batchOf({ taskCount: 3, segmentSize: 2 })
    verifyProof({ ...work, rowCheck }, recomputeProof(trace))
    expect(places).toEqual(['batch-1 0 0 0', 'batch-1 0 1 1', 'batch-1 1 0 2'])
  })
})

describe('mistakes of an aggregator', () => {
  const { work, trace } = batchOf()
  const proof = recomputeProof(trace)
  const spot = spotCheckProof(trace, sample)

  test.for([
    ['an empty proof', '', 'missing'],
    ['no hex', 'zz', 'malformed'],
    ['half a byte', proof.slice(1), 'malformed'],
    ['upper case', proof.toUpperCase(), 'malformed'],
    ['a prefix', `0x${proof}`, 'malformed'],
    ['an unknown version', changed(proof, 0), 'malformed'],
    ['a proof of another level', spot, 'another-level'],
    ['a proof of level stark', `0103${proof.slice(4)}`, 'another-level'],
    ['a proof cut off', proof.slice(0, -2), 'malformed'],
    ['a proof with more', `${proof}00`, 'malformed'],
    ['only a header', proof.slice(0, 84), 'malformed'],
    ['a changed row', changed(proof, 42), 'trace-root-differs'],
    ['a changed task hash', changed(proof, -1), 'tasks-root-differs'],
    ['a proof for another batch', recomputeProof({ ...trace, batch: 'batch-2' }), 'another-batch'],
    ['another segment size', recomputeProof({ ...trace, segmentSize: 5 }), 'another-batch'],
    ['another number of tasks', recomputeProof(batchOf({ taskCount: 12 }).trace), 'another-batch'],
  ])('%s is %s', ([, bytes, fault]) => {
    expect(verifyProof(work, bytes!)).toEqual(invalid(fault!))
  })

  test('the rows of another batch under this one are refused', () => {
    const other = batchOf({ batch: 'batch-2' })
    const forged = recomputeProof({ ...other.trace, batch: 'batch-1' })
    expect(verifyProof(other.work, forged)).toEqual(invalid('another-batch'))
    expect(verifyProof({ ...other.work, batch: 'batch-1' }, forged)).toEqual(
      invalid('trace-root-differs'),
    )
  })

  test('nobody is blamed for a task hash that the aggregator made up', () => {
    const taskHashes = trace.taskHashes.with(5 * 32, trace.taskHashes[5 * 32]! ^ 1)
    for (const [bytes, level] of [
      [recomputeProof({ ...trace, taskHashes })],
      [
        spotCheckProof({ ...trace, taskHashes }, { ...sample, rows: 99 }),
        { ...spotCheck, rows: 99 },
      ],
    ] as const) {
      expect(verifyProof(work, bytes, level)).toEqual(invalid('tasks-root-differs'))
    }
  })

  test('a bad row does not pass by taking its own task hash for that of the index', () => {
    const bad = batchOf({ bad: [5] })
    const taskHashes = bad.trace.taskHashes.slice()
    taskHashes.set(bad.trace.rows.subarray(5 * 112, 5 * 112 + 32), 5 * 32)
    const forged = recomputeProof({ ...bad.trace, taskHashes })
    expect(verifyProof(bad.work, forged)).toEqual(invalid('tasks-root-differs'))
  })

  test('roots that are missing or no hashes refuse every proof', () => {
    const none: CommittedBatch = { ...work, traceRoot: () => undefined }
    expect(verifyProof(none, proof)).toEqual(invalid('trace-root-differs'))
    const level = { ...spotCheck, rows: 6 }
    for (const tasksRoot of ['', 'xyz', `${work.tasksRoot}00`]) {
      expect(verifyProof({ ...work, tasksRoot }, proof)).toEqual(invalid('tasks-root-differs'))
      expect(verifyProof({ ...work, tasksRoot }, spot, level)).toEqual(
        invalid('tasks-root-differs'),
      )
    }
  })
})

describe('spot-check', () => {
  test('holds the sampled rows and judges no other', () => {
    const places = samplePlaces('batch-1', 97, sample)
    const [bad] = places
    const spared = Array.from({ length: 97 }, (_, index) => index).filter(
      (index) => !places.includes(index),
    )
    const grid = { taskCount: 97, segmentSize: 32 }
    const lucky = batchOf({ ...grid, bad: spared })
    expect(verifyProof(lucky.work, spotCheckProof(lucky.trace, sample), spotCheck)).toEqual(good)
    const caught = batchOf({ ...grid, bad: [bad!] })
    const verdict = verifyProof(caught.work, spotCheckProof(caught.trace, sample), spotCheck)
    expect(verdict).toMatchObject({ kind: 'bad-rows', rows: [{ index: bad }] })
  })

  test('of another block hash or another number of rows is refused', () => {
    const { work, trace } = batchOf()
    for (const other of [{ rows: 5 }, { blockHash: blockHash(2) }]) {
      const proof = spotCheckProof(trace, { ...sample, ...other })
      expect(verifyProof(work, proof, spotCheck)).toEqual(invalid('another-sample'))
    }
  })

  test('finds a bad fraction f with probability 1-(1-f)^rows', () => {
    const runs = fuzzRuns(300)
    const { work, trace } = batchOf({ taskCount: 60, segmentSize: 8, bad: [7, 8, 9, 20, 41, 59] })
    let caught = 0
    for (let height = 0; height < runs; height++) {
      const draw = { rows: 8, blockHash: blockHash(height) }
      const verdict = verifyProof(work, spotCheckProof(trace, draw), {
        name: 'spot-check',
        ...draw,
      })
      if (verdict.kind === 'bad-rows') caught += 1
    }
    const expected = 1 - 0.9 ** 8
    const deviation = Math.sqrt((expected * (1 - expected)) / runs)
    expect(Math.abs(caught / runs - expected)).toBeLessThan(4 * deviation)
  })

  test.for([
    [{ rows: 0 }, 'sample-rows-invalid'],
    [{ rows: 1.5 }, 'sample-rows-invalid'],
    [{ rows: 65_537 }, 'sample-rows-invalid'],
    [{ blockHash: 'xy' }, 'hash-not-hex'],
    [{ blockHash: 'ab' }, 'hash-length'],
  ] as const)('with %o is refused as %s', ([fault, code]) => {
    const { work, trace } = batchOf()
    expect(() => spotCheckProof(trace, { ...sample, ...fault })).toThrow(withCode(code))
    const proof = spotCheckProof(trace, sample)
    const level = { ...spotCheck, ...fault }
    expect(() => verifyProof(work, proof, level)).toThrow(withCode(code))
  })
})

test('level stark is of another package', () => {
  const { work, trace } = batchOf()
  const verify = () => verifyProof(work, recomputeProof(trace), { name: 'stark' })
  expect(verify).toThrow(withCode('proof-level-unavailable'))
})

test('the default row check says that it does not check the answer', () => {
  expect(membershipOnly.description).toContain('does not check the answer')
})

test('a batch that cannot be is refused before its proof is read', () => {
  const { work } = batchOf()
  const verify = () => verifyProof({ ...work, taskCount: 0 }, '')
  expect(verify).toThrow(withCode('segment-grid-invalid'))
})

test.for([
  ['rows', { rows: new Uint8Array(112) }, 'trace-rows-invalid'],
  ['task hashes', { taskHashes: new Uint8Array(31) }, 'task-hashes-invalid'],
] as const)('a trace of other %s has no proof', ([, fault, code]) => {
  const { trace } = batchOf()
  expect(() => recomputeProof({ ...trace, ...fault })).toThrow(withCode(code))
  expect(() => spotCheckProof({ ...trace, ...fault }, sample)).toThrow(withCode(code))
})

describe('mutations', () => {
  interface Subject {
    readonly name: string
    of(batch: Batch): string
    judge(work: CommittedBatch, bytes: string): TraceVerdict | OpenedRows
  }

  const subjects: readonly Subject[] = [
    {
      name: 'recompute',
      of: ({ trace }) => recomputeProof(trace),
      judge: (work, bytes) => verifyProof(work, bytes),
    },
    {
      name: 'spot-check',
      of: ({ trace }) => spotCheckProof(trace, { ...sample, rows: 40 }),
      judge: (work, bytes) => verifyProof(work, bytes, { ...spotCheck, rows: 40 }),
    },
    {
      name: 'evidence',
      of: ({ segment, trace }) => segmentEvidence(segment(1), trace.taskHashes),
      judge: (work, bytes) => judgeEvidence(work, 1, bytes),
    },
    {
      name: 'revealed rows',
      of: ({ segment }) => segmentRows(segment(1)),
      judge: (work, bytes) => openRows(work, 1, bytes),
    },
    {
      name: 'revealed evidence',
      of: ({ segment, trace }) => segmentEvidence(segment(1), trace.taskHashes),
      judge: (work, bytes) => openRows(work, 1, bytes),
    },
  ]

  const mutations = fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('drop' as const), at: fc.nat(), bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('double' as const), at: fc.nat(), bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('text' as const), at: fc.nat(), bit: fc.nat(7) }),
  )

  function mutate(hex: string, { kind, at, bit }: { kind: string; at: number; bit: number }) {
    const bytes = hexToBytes(hex)
    const place = at % bytes.length
    const [head, tail] = [bytes.slice(0, place), bytes.slice(place)]
    switch (kind) {
      case 'flip':
        return bytesToHex(bytes.with(place, bytes[place]! ^ (1 << bit)))
      case 'cut':
        return bytesToHex(head)
      case 'drop':
        return bytesToHex(head) + bytesToHex(tail.slice(1))
      case 'double':
        return bytesToHex(head) + bytesToHex(tail.slice(0, 1)) + bytesToHex(tail)
      default:
        return `${hex.slice(0, place)}é${hex.slice(place + 1)}`
    }
  }

  test.for(subjects)('of $name never throw, never pass, never blame', ({ of, judge }) => {
    const honest = batchOf({ taskCount: 13 })
    const cheating = batchOf({ taskCount: 13, bad: [4, 5, 6, 7] })
    const [right, wrong] = [of(honest), of(cheating)]
    const property = fc.property(mutations, (mutation) => {
      expect(judge(honest.work, mutate(right, mutation)).kind).toBe('invalid')
      expect(judge(cheating.work, mutate(wrong, mutation)).kind).toBe('invalid')
    })
    fc.assert(property, { numRuns: fuzzRuns(120), seed: fuzzSeed() })
  })

  test('any bytes behind a right header never throw and never pass', () => {
    const { work, trace } = batchOf()
    const headers = [recomputeProof(trace), spotCheckProof(trace, sample)].map((proof) =>
      proof.slice(0, 84),
    )
    const property = fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const tail = bytesToHex(bytes)
      expect(verifyProof(work, headers[0]! + tail).kind).toBe('invalid')
      expect(verifyProof(work, headers[1]! + tail, spotCheck).kind).toBe('invalid')
      expect(verifyProof(work, bytes).kind).toBe('invalid')
      expect(openRows(work, 0, bytes).kind).toBe('invalid')
    })
    fc.assert(property, { numRuns: fuzzRuns(100), seed: fuzzSeed() })
  })
})
