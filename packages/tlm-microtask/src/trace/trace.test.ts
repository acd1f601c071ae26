import { fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { bytesToHex } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bytesOf,
  exampleRow,
  exampleRows,
  keccak,
  plainLeaf,
  plainRoot,
  plainTraceRoot,
  textHex,
} from '../plain.fixture.js'
import { batchIdOf } from './batchIdOf.js'
import { segmentCount, segmentOf, segmentTasks } from './SegmentGrid.js'
import { sealSegment } from './sealSegment.js'
import { TraceRing, type SealedSegment } from './TraceRing.js'
import { readRow, ROW_BYTES, writeRow, type TraceRow } from './TraceRow.js'

const batch = 'batch-1'
const batchId = keccak(textHex(batch))

function row(index: number): TraceRow {
  return readRow(bytesOf(exampleRow(index)))
}

function withCode(code: string): unknown {
  return expect.objectContaining({ code })
}

/** Writes tasks in the order given; returns what they sealed. */
function write(ring: TraceRing, indices: readonly number[]): SealedSegment[] {
  return indices.flatMap((index) => ring.write(index, row(index)) ?? [])
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

function plainOf(segment: number, { taskCount = 97, segmentSize = 32 } = {}): string {
  const first = segment * segmentSize
  const rows = exampleRows(Math.min(taskCount, first + segmentSize)).slice(first)
  return plainTraceRoot({ batchId, segment, segmentSize, rows })
}

describe('rows', () => {
  test('are three hashes and the cost, big-endian', () => {
    const hashes = ['11', '22', '33'].map((byte) => byte.repeat(32))
    const bytes = new Uint8Array(ROW_BYTES)
    const [taskHash, inputHash, outputHash] = hashes.map((hash) => bytesOf(hash))
    const cost = 2n ** 127n + 5n
    const written = {
      taskHash: taskHash!,
      inputHash: inputHash!,
      outputHash: outputHash!,
      cost,
    }
    writeRow(written, bytes)
    expect(bytesToHex(bytes)).toBe(`${hashes.join('')}80000000000000000000000000000005`)
    expect(readRow(bytes)).toEqual(written)
  })

  test.for([
    { inputHash: new Uint8Array(31) },
    { outputHash: new Uint8Array(33) },
    { taskHash: new Uint8Array() },
    { cost: -1n },
    { cost: 2n ** 128n },
  ])('with a field out of range are refused: %o', (fault) => {
    const ring = new TraceRing({ batch, taskCount: 4, segmentSize: 2 })
    expect(() => ring.write(0, { ...row(0), ...fault })).toThrow(withCode('trace-row-invalid'))
    expect(ring.filled).toBe(0)
    expect(write(ring, [0, 1])).toHaveLength(1)
  })
})

describe('the ring', () => {
  test('seals a full segment and the end of the batch, as the plain model does', () => {
    const ring = new TraceRing({ batch, taskCount: 97, segmentSize: 32 })
    const sealed = write(ring, range(0, 97))
    expect(sealed.map(({ segment }) => segment)).toEqual([0, 1, 2, 3])
    sealed.forEach(({ segment, traceRoot, rows }) => {
      expect(bytesToHex(traceRoot)).toBe(plainOf(segment))
      const last = Math.min(97, 32 * segment + 32)
      expect(bytesToHex(rows)).toBe(
        exampleRows(last)
          .slice(32 * segment)
          .join(''),
      )
    })
    expect(ring.filled).toBe(0)
  })

  test('is filled in any order and takes segments in any order', () => {
    const ring = new TraceRing({ batch, taskCount: 97, segmentSize: 32 })
    const order = [96, ...range(32, 64).reverse(), ...range(0, 32)]
    const roots = write(ring, order).map(({ traceRoot }) => bytesToHex(traceRoot))
    expect(roots).toEqual([plainOf(3), plainOf(1), plainOf(0)])
  })

  test('refuses to overwrite a slot that is not sealed', () => {
    const ring = new TraceRing({ batch, taskCount: 97, segmentSize: 32 })
    write(ring, [0, 1, 5])
    expect(() => ring.write(1, row(1))).toThrow(withCode('trace-slot-taken'))
    expect(() => ring.write(33, row(33))).toThrow(withCode('trace-slot-taken'))
    expect(() => ring.write(34, row(34))).toThrow(withCode('trace-segment-open'))
    expect(ring.filled).toBe(3)
    const [sealed] = write(ring, [2, 3, 4, ...range(6, 32)])
    expect(bytesToHex(sealed!.traceRoot)).toBe(plainOf(0))
  })

  test('refuses tasks that the batch does not have', () => {
    const ring = new TraceRing({ batch, taskCount: 33, segmentSize: 32 })
    for (const index of [33, -1, 0.5, Number.NaN]) {
      expect(() => ring.write(index, row(0))).toThrow(withCode('trace-index-invalid'))
    }
    write(ring, [0])
    for (const index of [33, -1, 0.5, Number.NaN]) {
      expect(() => ring.write(index, row(0))).toThrow(withCode('trace-index-invalid'))
    }
  })

  test('of one slot seals every row', () => {
    const ring = new TraceRing({ batch, taskCount: 3, segmentSize: 1 })
    const roots = write(ring, [0, 1, 2]).map(({ traceRoot }) => bytesToHex(traceRoot))
    expect(roots).toEqual([0, 1, 2].map((s) => plainOf(s, { taskCount: 3, segmentSize: 1 })))
  })

  test('agrees with the plain model for any size', () => {
    const grids = fc.record({
      taskCount: fc.integer({ min: 1, max: 40 }),
      segmentSize: fc.integer({ min: 1, max: 12 }),
    })
    const property = fc.property(grids, (grid) => {
      const sealed = write(new TraceRing({ batch, ...grid }), range(0, grid.taskCount))
      expect(sealed).toHaveLength(segmentCount(grid))
      for (const { segment, traceRoot } of sealed) {
        expect(bytesToHex(traceRoot)).toBe(plainOf(segment, grid))
      }
    })
    fc.assert(property, { numRuns: fuzzRuns(30), seed: fuzzSeed() })
  })
})

describe('the trace root', () => {
  const place = { batchId: bytesOf(batchId), segment: 0, segmentSize: 8 }
  const rows = exampleRows(5)

  function rootOf(other: readonly string[], at: Partial<typeof place> = {}): string {
    return bytesToHex(sealSegment({ ...place, ...at }, bytesOf(...other), other.length).traceRoot)
  }

  test('is another for other rows, order, count, padding, segment or batch', () => {
    const roots = [
      rootOf(rows),
      rootOf(rows.with(2, exampleRow(9))),
      rootOf(rows.with(0, rows[1]!).with(1, rows[0]!)),
      rootOf(rows.slice(0, 4)),
      rootOf([...rows, exampleRow(5)]),
      rootOf([...rows, '00'.repeat(ROW_BYTES)]),
      rootOf(rows, { segmentSize: 9 }),
      rootOf(rows, { segmentSize: 5 }),
      rootOf(rows, { segment: 1 }),
      rootOf(rows, { batchId: batchIdOf('batch-2') }),
    ]
    expect(new Set(roots).size).toBe(roots.length)
  })

  test('is over the segment root with empty slots and the chain of the rows', () => {
    const seal = sealSegment(place, bytesOf(...rows), rows.length)
    const leaves = rows.map((each, slot) => plainLeaf(slot, each))
    const empty = Array.from({ length: 3 }, () => keccak('02'))
    expect(bytesToHex(seal.segmentRoot)).toBe(plainRoot([...leaves, ...empty]))
    expect(bytesToHex(seal.traceRoot)).toBe(
      keccak('05', bytesToHex(seal.segmentRoot), bytesToHex(seal.chain)),
    )
  })

  test('changes with every bit of a row', () => {
    const first = bytesOf(...rows)
    const whole = bytesToHex(sealSegment(place, first, 5).traceRoot)
    for (let at = 0; at < first.length; at += 7) {
      const changed = first.with(at, first[at]! ^ (1 << (at % 8)))
      expect(bytesToHex(sealSegment(place, changed, 5).traceRoot)).not.toBe(whole)
    }
  })
})

describe('batch ids', () => {
  const word = 'ab'.repeat(32)

  test.for([
    { id: 'batch-1', bytes: batchId, as: 'text' },
    { id: `0x${word}`, bytes: word, as: '32 bytes' },
    { id: word, bytes: keccak(textHex(word)), as: 'text without prefix' },
    {
      id: `0x${word.toUpperCase()}`,
      bytes: keccak(textHex(`0x${word.toUpperCase()}`)),
      as: 'text',
    },
    { id: `0x${word}0`, bytes: keccak(textHex(`0x${word}0`)), as: 'text' },
    { id: '', bytes: keccak(''), as: 'text' },
  ])('$id is $as', ({ id, bytes }) => {
    expect(bytesToHex(batchIdOf(id))).toBe(bytes)
  })

  test('half a surrogate pair has no bytes', () => {
    expect(() => batchIdOf('\ud800')).toThrow(withCode('text-malformed'))
  })
})

describe('segments', () => {
  test('cover the batch; the last one may be shorter', () => {
    const grid = { taskCount: 97, segmentSize: 32 }
    expect(segmentCount(grid)).toBe(4)
    expect(segmentTasks(3, grid)).toEqual({ first: 96, length: 1 })
    expect(segmentTasks(4, grid)).toBeUndefined()
    expect(segmentTasks(-1, grid)).toBeUndefined()
    expect(segmentOf(95, grid)).toBe(2)
    expect(segmentCount({ taskCount: 2 ** 32 - 1, segmentSize: 1024 })).toBe(2 ** 22)
  })

  test.for([
    { taskCount: 0, segmentSize: 32 },
    { taskCount: 2 ** 32, segmentSize: 32 },
    { taskCount: 1.5, segmentSize: 32 },
    { taskCount: 1, segmentSize: 0 },
    { taskCount: 1, segmentSize: 1025 },
    { taskCount: 1, segmentSize: Number.NaN },
  ])('of $segmentSize in $taskCount tasks do not exist', (grid) => {
    expect(() => new TraceRing({ batch, ...grid })).toThrow(withCode('segment-grid-invalid'))
  })
})
