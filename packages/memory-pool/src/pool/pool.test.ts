import { describe, expect, test } from 'vitest'
import { PAGE_BYTES } from '../arena/ArenaLayout.js'
import { inspectArena } from '../arena/inspectArena.fixture.js'
import type { Segment } from '../segments/Segment.js'
import { createPool } from './createPool.js'
import { joinPool } from './joinPool.js'
import type { MemoryPool } from './MemoryPool.js'
import type { PoolEvent } from './PoolEvent.js'

const MIB = 1 << 20
const coded = (code: string): unknown => expect.objectContaining({ code })
const ann = { owner: 'ann' }
const bob = { owner: 'bob' }

const refused = (code: string, call: () => unknown): void => {
  expect(call).toThrow(coded(code))
}
const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)
const faultsOf = (pool: MemoryPool): readonly string[] =>
  inspectArena(pool.offerSeat().buffer).faults
/** A second thread, as far as the pool can tell. */
const otherThread = (pool: MemoryPool): MemoryPool => joinPool(pool.offerSeat())

describe('reserve and release', () => {
  test('a new segment is zeroed and has the bytes that were asked for', () => {
    const pool = createPool({ bytes: MIB })
    const segment = pool.reserve(10_000, ann)
    expect(segment).toMatchObject({ bytes: 10_000, isWarm: false, owner: 'ann' })
    expect(segment.view.length).toBe(10_000)
    expect(isZero(segment.view)).toBe(true)
    expect(pool.use).toEqual({ total: MIB, free: MIB - 12_288, warm: 0, held: 12_288 })
    expect(faultsOf(pool)).toEqual([])
  })

  test('views of two segments share no byte', () => {
    const pool = createPool({ bytes: MIB })
    const [first, second] = [pool.reserve(5000, ann), pool.reserve(5000, bob)]
    first.view.fill(1)
    second.view.fill(2)
    expect(first.view.every((byte) => byte === 1)).toBe(true)
    expect(second.view.every((byte) => byte === 2)).toBe(true)
  })

  test('the same owner and key has its bytes back, others have not', () => {
    const pool = createPool({ bytes: MIB })
    const segment = pool.reserve(5000, { ...ann, key: 'model' })
    segment.view.fill(7)
    segment.release()
    expect(pool.use.warm).toBe(8192)
    const others = [
      pool.reserve(5000, { ...bob, key: 'model' }),
      pool.reserve(5000, { ...ann, key: 'other' }),
      pool.reserve(5000, ann),
    ]
    expect(others.map(({ isWarm, view }) => isWarm || !isZero(view))).toEqual([false, false, false])
    const again = pool.reserve(5000, { ...ann, key: 'model' })
    expect(again.isWarm).toBe(true)
    expect(again.id).not.toBe(segment.id)
    expect(again.view.every((byte) => byte === 7)).toBe(true)
    expect(faultsOf(pool)).toEqual([])
  })

  test('an owner has its own bytes back, however few buckets the keys fall into', () => {
    for (let pair = 0; pair < 40; pair++) {
      const pool = createPool({ bytes: 16 * PAGE_BYTES, segmentsMax: 3 })
      const owners = [`ann${pair}`, `bob${pair}`]
      const reserve = (owner: string): Segment => pool.reserve(8, { owner, key: 'k' })
      for (const [value, segment] of owners.map(reserve).entries()) {
        segment.view.fill(value + 1)
        segment.release()
      }
      expect(reserve(`eve${pair}`).isWarm).toBe(false)
      expect(owners.map((owner) => reserve(owner).view[0])).toEqual([1, 2])
    }
  })

  test('of one key, the segment that was released last comes first', () => {
    const pool = createPool({ bytes: MIB })
    const made = [1, 2].map((value) => {
      const segment = pool.reserve(100, { ...ann, key: 'k' })
      segment.view.fill(value)
      return segment
    })
    for (const segment of made) segment.release()
    expect(pool.reserve(100, { ...ann, key: 'k' }).view[0]).toBe(2)
    expect(pool.reserve(100, { ...ann, key: 'k' }).view[0]).toBe(1)
  })

  test('a warm segment that is too small is replaced, and a smaller wish has it', () => {
    const pool = createPool({ bytes: MIB })
    const first = pool.reserve(4096, { ...ann, key: 'k' })
    first.view.fill(1)
    first.release()
    const larger = pool.reserve(5000, { ...ann, key: 'k' })
    expect(larger.isWarm).toBe(false)
    expect(isZero(larger.view)).toBe(true)
    larger.view.fill(2)
    larger.release()
    const smaller = pool.reserve(10, { ...ann, key: 'k' })
    expect(smaller.isWarm).toBe(true)
    expect([...smaller.view]).toEqual(Array(10).fill(2))
    expect(pool.use).toMatchObject({ warm: 0, held: 8192 })
  })

  test('bytes that another owner left are zeroed, whichever way they came free', () => {
    const pool = createPool({ bytes: 4 * PAGE_BYTES })
    for (const options of [ann, { ...ann, key: 'k' }]) {
      const segment = pool.reserve(4 * PAGE_BYTES, options)
      segment.view.fill(255)
      segment.release()
      const next = pool.reserve(4 * PAGE_BYTES, bob)
      expect(isZero(next.view)).toBe(true)
      next.release()
    }
  })

  test('neighbours that come back join, so that all fits again', () => {
    const pool = createPool({ bytes: MIB })
    const all: Segment[] = Array.from({ length: 256 }, () => pool.reserve(1, ann))
    refused('memory-out-of-space', () => pool.reserve(1, ann))
    const shuffled = all.map((segment, index) => ({ segment, at: (index * 97) % 256 }))
    for (const { segment } of shuffled.toSorted((a, b) => a.at - b.at)) segment.release()
    expect(faultsOf(pool)).toEqual([])
    expect(pool.reserve(MIB, ann).bytes).toBe(MIB)
  })

  test('an id never comes again', () => {
    const pool = createPool({ bytes: PAGE_BYTES })
    const ids = new Set<number>()
    for (let turn = 0; turn < 1000; turn++) {
      const segment = pool.reserve(1, turn % 2 === 0 ? ann : { ...ann, key: 'k' })
      ids.add(segment.id)
      segment.release()
    }
    expect(ids.size).toBe(1000)
  })
})

describe('what stays warm', () => {
  const release = (pool: MemoryPool, key: string, bytes = PAGE_BYTES): void =>
    pool.reserve(bytes, { ...ann, key }).release()
  const isWarm = (pool: MemoryPool, key: string): boolean =>
    pool.reserve(PAGE_BYTES, { ...ann, key }).isWarm

  test('a quarter of the arena by default; the one released first goes first', () => {
    const pool = createPool({ bytes: 16 * PAGE_BYTES })
    for (const key of ['a', 'b', 'c', 'd', 'e']) release(pool, key)
    expect(pool.use.warm).toBe(4 * PAGE_BYTES)
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => isWarm(pool, key))).toEqual([
      ...[false, true, true, true, true],
    ])
  })

  test('a segment above the limit is not kept, and evicts no other', () => {
    const pool = createPool({ bytes: 16 * PAGE_BYTES })
    release(pool, 'a')
    release(pool, 'large', 5 * PAGE_BYTES)
    expect(pool.use.warm).toBe(PAGE_BYTES)
  })

  test('evicted when space is short', () => {
    const pool = createPool({ bytes: 4 * PAGE_BYTES, warmBytesMax: 4 * PAGE_BYTES })
    for (const key of ['a', 'b', 'c', 'd']) release(pool, key)
    const large = pool.reserve(2 * PAGE_BYTES, bob)
    expect(isZero(large.view)).toBe(true)
    expect(pool.use.warm).toBe(2 * PAGE_BYTES)
    expect(faultsOf(pool)).toEqual([])
  })

  test('not evicted for what could not fit anyway', () => {
    const pool = createPool({ bytes: 4 * PAGE_BYTES, warmBytesMax: 4 * PAGE_BYTES })
    release(pool, 'a')
    pool.reserve(PAGE_BYTES, bob)
    refused('memory-out-of-space', () => pool.reserve(4 * PAGE_BYTES, bob))
    expect(isWarm(pool, 'a')).toBe(true)
  })

  test('for warmTtlBlocks, whether or not anyone reclaims', () => {
    const pool = createPool({ bytes: MIB, warmTtlBlocks: 10n })
    pool.advance(100n)
    release(pool, 'a')
    release(pool, 'b')
    pool.advance(109n)
    expect(isWarm(pool, 'a')).toBe(true)
    pool.advance(110n)
    expect(isWarm(pool, 'b')).toBe(false)
  })

  test('limits can be changed', () => {
    const pool = createPool({ bytes: 16 * PAGE_BYTES })
    for (const key of ['a', 'b', 'c', 'd']) release(pool, key)
    pool.configure({ warmBytesMax: PAGE_BYTES })
    expect(pool.use.warm).toBe(PAGE_BYTES)
    pool.configure({ warmTtlBlocks: 0n })
    expect(isWarm(pool, 'd')).toBe(false)
    refused('memory-options-invalid', () => pool.configure({ warmBytesMax: -1 }))
  })

  test('a pinned one is never evicted, until it is unpinned', () => {
    const pool = createPool({ bytes: 4 * PAGE_BYTES, warmBytesMax: 0 })
    const segment = pool.reserve(PAGE_BYTES, { ...ann, key: 'k', pinned: true })
    segment.view.fill(9)
    segment.release()
    pool.reclaim(1_000_000n)
    refused('memory-out-of-space', () => pool.reserve(4 * PAGE_BYTES, bob))
    const again = pool.reserve(PAGE_BYTES, { ...ann, key: 'k', pinned: true })
    expect(again.isWarm).toBe(true)
    expect(again.view[4095]).toBe(9)
    pool.unpin(again.id, ann)
    again.release()
    expect(pool.use.free).toBe(4 * PAGE_BYTES)
    expect(faultsOf(pool)).toEqual([])
  })
})

describe('several threads', () => {
  test('a segment opened by its id is the same bytes', () => {
    const pool = createPool({ bytes: MIB })
    const segment = pool.reserve(100, ann)
    const opened = otherThread(pool).open(segment.id, ann)
    opened.view[5] = 77
    expect(segment.view[5]).toBe(77)
    expect(segment.read(5, 1)).toEqual(Uint8Array.of(77))
    segment.write(6, Uint8Array.of(78, 79))
    expect([...opened.read(5, 3)]).toEqual([77, 78, 79])
  })

  test('pages go to nobody while a thread has them open', () => {
    const pool = createPool({ bytes: PAGE_BYTES })
    const opened = otherThread(pool).open(pool.reserve(4096, ann).id, ann)
    const { view } = opened
    view.fill(3)
    pool.release(opened.id, ann)
    refused('segment-stale', () => opened.view)
    refused('memory-out-of-space', () => pool.reserve(1, bob))
    expect(view.every((byte) => byte === 3)).toBe(true)
    opened.close()
    expect(isZero(pool.reserve(4096, bob).view)).toBe(true)
    expect(faultsOf(pool)).toEqual([])
  })

  test('a key is warm once the last thread has closed it', () => {
    const pool = createPool({ bytes: MIB })
    const segment = pool.reserve(4096, { ...ann, key: 'k' })
    const opened = otherThread(pool).open(segment.id, ann)
    opened.view.fill(8)
    segment.release()
    expect(pool.use.warm).toBe(0)
    opened.close()
    expect(pool.use.warm).toBe(4096)
    expect(pool.reserve(4096, { ...ann, key: 'k' }).view[0]).toBe(8)
  })

  test('a view that is opened twice is closed twice', () => {
    const pool = createPool({ bytes: PAGE_BYTES })
    const other = otherThread(pool)
    const segment = pool.reserve(1, ann)
    const [first, second] = [other.open(segment.id, ann), other.open(segment.id, ann)]
    segment.release()
    first.close()
    first.close()
    refused('memory-out-of-space', () => pool.reserve(1, bob))
    second.close()
    expect(pool.reserve(1, bob).bytes).toBe(1)
  })

  test('a thread that is gone has nothing open any more', () => {
    const pool = createPool({ bytes: PAGE_BYTES })
    const seat = pool.offerSeat()
    const segment = pool.reserve(1, ann)
    joinPool(seat).open(segment.id, ann)
    segment.release()
    refused('memory-out-of-space', () => pool.reserve(1, bob))
    pool.endSeat(seat)
    expect(pool.reserve(1, bob).bytes).toBe(1)
  })
})

describe('leases', () => {
  test('end at their height, and the bytes stay warm for the owner', () => {
    const pool = createPool({ bytes: MIB, leaseBlocks: 50n })
    pool.advance(10n)
    const short = pool.reserve(4096, { ...ann, key: 'k', expiresAt: 20n })
    const usual = pool.reserve(4096, ann)
    short.write(0, Uint8Array.of(5))
    expect(pool.reclaim(19n)).toEqual({ expired: 0, drained: 0, evicted: 0 })
    expect(pool.reclaim(20n)).toEqual({ expired: 1, drained: 0, evicted: 0 })
    refused('segment-stale', () => short.view)
    refused('segment-released', () => short.release())
    expect(pool.reclaim(59n).expired).toBe(0)
    expect(pool.reclaim(60n).expired).toBe(1)
    refused('segment-stale', () => usual.view)
    expect(pool.reserve(4096, { ...ann, key: 'k' }).view[0]).toBe(5)
  })

  test('of a thread that died are reclaimed without anyone telling', () => {
    const pool = createPool({ bytes: PAGE_BYTES, drainBlocks: 8n })
    const dead = otherThread(pool).reserve(1, { ...ann, expiresAt: 5n })
    expect(dead.view.length).toBe(1)
    expect(pool.reclaim(5n)).toEqual({ expired: 1, drained: 0, evicted: 0 })
    refused('memory-out-of-space', () => pool.reserve(1, bob))
    expect(pool.reclaim(12n).drained).toBe(0)
    expect(pool.reclaim(13n).drained).toBe(1)
    expect(pool.reserve(1, bob).bytes).toBe(1)
    expect(faultsOf(pool)).toEqual([])
  })

  test('the height never falls', () => {
    const pool = createPool({ bytes: MIB })
    pool.advance(10n)
    pool.advance(9n)
    expect(pool.height).toBe(10n)
  })
})

describe('forceClear', () => {
  test('zeroes what is held and what is warm, and leaves what is pinned', () => {
    const pool = createPool({ bytes: MIB, warmBytesMax: MIB })
    const fill = (segment: Segment, value: number): Segment => {
      segment.view.fill(value)
      return segment
    }
    const held = fill(pool.reserve(9000, ann), 1)
    const pinned = fill(pool.reserve(9000, { ...ann, pinned: true }), 2)
    const late = fill(pool.reserve(9000, { ...bob, key: 'late' }), 3)
    pool.pin(late.id, bob)
    fill(pool.reserve(9000, { ...bob, key: 'warm' }), 4).release()
    fill(pool.reserve(9000, { ...bob, key: 'both', pinned: true }), 5).release()
    const { view } = held
    expect(pool.forceClear({ except: 'pinned' })).toEqual([held.id])
    expect(isZero(view)).toBe(true)
    refused('segment-stale', () => held.view)
    refused('segment-released', () => held.release())
    expect(pinned.view.every((byte) => byte === 2)).toBe(true)
    expect(late.view.every((byte) => byte === 3)).toBe(true)
    expect(pool.reserve(9000, { ...bob, key: 'warm' }).isWarm).toBe(false)
    expect(pool.reserve(9000, { ...bob, key: 'both' }).view[8999]).toBe(5)
    held.close()
    expect(faultsOf(pool)).toEqual([])
  })

  test('an id that was cleared opens in no thread', () => {
    const pool = createPool({ bytes: MIB })
    const segment = pool.reserve(100, ann)
    pool.forceClear({ except: 'pinned' })
    refused('segment-stale', () => otherThread(pool).open(segment.id, ann))
    expect(pool.use.free).toBe(MIB)
  })

  test('pages that a thread has open are zeroed again before anyone has them', () => {
    const pool = createPool({ bytes: PAGE_BYTES })
    const segment = otherThread(pool).reserve(4096, ann)
    const { view } = segment
    pool.forceClear({ except: 'pinned' })
    view.fill(6)
    refused('memory-out-of-space', () => pool.reserve(4096, bob))
    segment.close()
    expect(isZero(pool.reserve(4096, bob).view)).toBe(true)
  })
})

test('the meter hears of every call, with bytes and block', () => {
  const events: PoolEvent[] = []
  const pool = createPool({
    bytes: 3 * PAGE_BYTES,
    warmBytesMax: 3 * PAGE_BYTES,
    meter: (event) => events.push(event),
  })
  pool.advance(3n)
  const first = pool.reserve(100, { ...ann, key: 'k' })
  first.write(0, new Uint8Array(40))
  first.declareWrite(50)
  first.release()
  const second = pool.reserve(80, { ...ann, key: 'k' })
  pool.advance(4n)
  const third = pool.reserve(5000, { ...bob, expiresAt: 5n })
  second.release()
  const fourth = pool.reserve(4096, bob)
  pool.reclaim(6n)
  pool.forceClear({ except: 'pinned' })
  const [a, b, c, d] = [first.id, second.id, third.id, fourth.id]
  expect(events).toEqual([
    { kind: 'reserve', id: a, owner: 'ann', key: 'k', bytes: 100, isWarm: false, block: 3n },
    { kind: 'write', id: a, owner: 'ann', bytes: 40, block: 3n },
    { kind: 'write', id: a, owner: 'ann', bytes: 50, block: 3n },
    { kind: 'release', id: a, owner: 'ann', bytes: 100, block: 3n },
    { kind: 'reserve', id: b, owner: 'ann', key: 'k', bytes: 80, isWarm: true, block: 3n },
    { kind: 'reserve', id: c, owner: 'bob', bytes: 5000, isWarm: false, block: 4n },
    { kind: 'release', id: b, owner: 'ann', bytes: 80, block: 4n },
    { kind: 'evict', id: b, bytes: 80, block: 4n },
    { kind: 'reserve', id: d, owner: 'bob', bytes: 4096, isWarm: false, block: 4n },
    { kind: 'expire', id: c, bytes: 5000, block: 6n },
    { kind: 'clear', id: d, bytes: 4096, block: 6n },
  ])
})
