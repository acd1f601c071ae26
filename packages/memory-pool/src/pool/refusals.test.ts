import { describe, expect, test } from 'vitest'
import { inspectArena } from '../arena/inspectArena.fixture.js'
import type { SegmentId } from '../segments/SegmentId.js'
import { createPool } from './createPool.js'
import { joinPool } from './joinPool.js'
import type { MemoryPool } from './MemoryPool.js'

const MIB = 1 << 20
const ann = { owner: 'ann' }
const bob = { owner: 'bob' }

const refused = (code: string, call: () => unknown): void => {
  expect(call).toThrow(expect.objectContaining({ code }))
}
const faultsOf = (pool: MemoryPool): readonly string[] =>
  inspectArena(pool.offerSeat().buffer).faults

describe('what is refused', () => {
  const pool = createPool({ bytes: MIB, segmentsMax: 8 })
  const segment = pool.reserve(100, ann)
  const released = pool.reserve(100, ann)
  released.release()

  test.for<[title: string, code: string, call: () => unknown]>([
    ['no bytes', 'segment-bytes-invalid', () => pool.reserve(0, ann)],
    ['half a byte', 'segment-bytes-invalid', () => pool.reserve(1.5, ann)],
    ['2^53 bytes', 'segment-bytes-invalid', () => pool.reserve(2 ** 53, ann)],
    ['2^53 - 1 bytes', 'memory-out-of-space', () => pool.reserve(2 ** 53 - 1, ann)],
    ['all bytes, with some taken', 'memory-out-of-space', () => pool.reserve(MIB, ann)],
    ['an owner without a name', 'id-empty', () => pool.reserve(1, { owner: '' })],
    [
      'an owner that is half a letter',
      'id-control-character',
      () => pool.reserve(1, { owner: '\ud800' }),
    ],
    [
      'a key that is half a letter',
      'segment-key-invalid',
      () => pool.reserve(1, { ...ann, key: '\ud800' }),
    ],
    ['a lease to now', 'lease-expired', () => pool.reserve(1, { ...ann, expiresAt: 0n })],
    ['a lease to -1', 'memory-height-invalid', () => pool.reserve(1, { ...ann, expiresAt: -1n })],
    ['a height beyond 2^53 - 1', 'memory-height-invalid', () => pool.advance(2n ** 53n)],
    ['double release', 'segment-released', () => pool.release(released.id, ann)],
    ['a view after release', 'segment-stale', () => released.view],
    ['a read after release', 'segment-stale', () => released.read()],
    ['a write after release', 'segment-stale', () => released.write(0, new Uint8Array(1))],
    ['a declared write after release', 'segment-stale', () => released.declareWrite(1)],
    ['open after release', 'segment-stale', () => pool.open(released.id, ann)],
    ['root after release', 'segment-stale', () => pool.root(released.id)],
    ['pin after release', 'segment-stale', () => pool.pin(released.id, ann)],
    ['open by another', 'segment-foreign-owner', () => pool.open(segment.id, bob)],
    ['release by another', 'segment-foreign-owner', () => pool.release(segment.id, bob)],
    ['pin by another', 'segment-foreign-owner', () => pool.pin(segment.id, bob)],
    ['an id of no segment', 'segment-unknown', () => pool.open(3 as SegmentId, ann)],
    [
      'an id of the future',
      'segment-unknown',
      () => pool.open((segment.id + 2 ** 30) as SegmentId, ann),
    ],
    ['an id that is no number', 'segment-unknown', () => pool.release(NaN as SegmentId, ann)],
    ['a read beyond the end', 'segment-range-invalid', () => segment.read(99, 2)],
    [
      'a write beyond the end',
      'segment-range-invalid',
      () => segment.write(100, new Uint8Array(1)),
    ],
    ['a page beyond the end', 'segment-range-invalid', () => pool.audit(segment.id, 1)],
    [
      'a seat without an arena',
      'seat-invalid',
      () => joinPool({ buffer: new SharedArrayBuffer(64), seat: 0, ticket: 0 }),
    ],
    ['a pool of less than a page', 'memory-options-invalid', () => createPool({ bytes: 4095 })],
    ['a pool of 2^53 bytes', 'memory-options-invalid', () => createPool({ bytes: 2 ** 53 })],
    ['no seats', 'memory-options-invalid', () => createPool({ bytes: MIB, seatsMax: 0 })],
    [
      'another order',
      'memory-options-invalid',
      () => createPool({ bytes: MIB, evictionOrder: 'mru' as 'lru' }),
    ],
    [
      'a lease of no blocks',
      'memory-options-invalid',
      () => createPool({ bytes: MIB, leaseBlocks: 0n }),
    ],
  ])('%s: %s', ([, code, call]) => {
    const before = pool.use
    refused(code, call)
    expect(pool.use).toEqual(before)
    expect(segment.view.length).toBe(100)
  })

  test('more segments than the arena has slots for', () => {
    const all = Array.from({ length: 7 }, () => pool.reserve(1, ann))
    refused('memory-out-of-space', () => pool.reserve(1, ann))
    for (const one of all) one.release()
    expect(faultsOf(pool)).toEqual([])
  })

  test('a seat that was joined, or has ended', () => {
    const seat = pool.offerSeat()
    const joined = joinPool(seat)
    refused('seat-invalid', () => joinPool(seat))
    joined.leave()
    refused('seat-invalid', () => joinPool(seat))
    refused('seat-invalid', () => pool.endSeat(seat))
    const crowded = createPool({ bytes: MIB, seatsMax: 2 })
    crowded.offerSeat()
    refused('seats-taken', () => crowded.offerSeat())
  })
})
