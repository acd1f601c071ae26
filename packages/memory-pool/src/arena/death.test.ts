import { fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createPool } from '../pool/createPool.js'
import { joinPool } from '../pool/joinPool.js'
import type { MemoryPool } from '../pool/MemoryPool.js'
import type { PoolSeat } from '../pool/seats.js'
import type { SegmentId } from '../segments/SegmentId.js'
import { Arena } from './Arena.js'
import { PAGE_BYTES } from './ArenaLayout.js'
import { inspectArena } from './inspectArena.fixture.js'

const PAGES = 12
const seed = fuzzSeed()
const clear = { except: 'pinned' } as const

class Death extends Error {}

/** From the given call of Atomics on, all throw: a thread that dies makes no call any more. */
function dieAt(call: number): void {
  let calls = 0
  for (const name of ['load', 'store', 'compareExchange', 'and', 'or', 'add', 'sub'] as const) {
    const original = Atomics[name] as (...parts: readonly unknown[]) => unknown
    vi.spyOn(Atomics, name).mockImplementation(((...parts: readonly unknown[]) => {
      calls += 1
      if (calls >= call) throw new Death()
      return original(...parts)
    }) as never)
  }
}

afterEach(() => {
  vi.restoreAllMocks()
})

/** What a thread does before it may die, then what it dies in. */
type Story = (pool: MemoryPool, before: (step: () => void) => void) => void

const ann = { owner: 'ann', expiresAt: 10n }
const stories: readonly (readonly [string, Story])[] = [
  [
    'reserving',
    (pool, before) => {
      before(() => {})
      pool.reserve(3 * PAGE_BYTES, ann)
    },
  ],
  [
    'reserving warm',
    (pool, before) => {
      before(() => pool.reserve(PAGE_BYTES, { ...ann, key: 'k' }).release())
      pool.reserve(PAGE_BYTES, { ...ann, key: 'k' })
    },
  ],
  [
    'reserving what has to be evicted for it',
    (pool, before) => {
      before(() => {
        const all = ['a', 'b', 'c'].map((key) => pool.reserve(PAGE_BYTES, { ...ann, key }))
        for (const segment of all) segment.release()
      })
      pool.reserve(11 * PAGE_BYTES, ann)
    },
  ],
  [
    'releasing between free neighbours',
    (pool, before) => {
      let release = (): void => {}
      before(() => {
        const all = [1, 2, 3].map(() => pool.reserve(PAGE_BYTES, ann))
        release = () => all[1]!.release()
        all[0]!.release()
        all[2]!.release()
      })
      release()
    },
  ],
  [
    'releasing warm',
    (pool, before) => {
      let release = (): void => {}
      before(() => {
        const segment = pool.reserve(PAGE_BYTES, { ...ann, key: 'k' })
        expect(segment.view.length).toBe(PAGE_BYTES)
        release = () => segment.release()
      })
      release()
    },
  ],
  [
    'opening, reading and closing',
    (pool, before) => {
      let id = 0 as SegmentId
      before(() => {
        id = pool.reserve(PAGE_BYTES, ann).id
      })
      const segment = pool.open(id, ann)
      segment.read()
      segment.close()
    },
  ],
  [
    'clearing',
    (pool, before) => {
      before(() => {
        pool.reserve(PAGE_BYTES, { ...ann, key: 'k' }).release()
        expect(pool.reserve(PAGE_BYTES, ann).view.length).toBe(PAGE_BYTES)
      })
      pool.forceClear(clear)
    },
  ],
  [
    'reclaiming',
    (pool, before) => {
      before(() => {
        pool.reserve(PAGE_BYTES, { ...ann, key: 'k' }).release()
        expect(pool.reserve(PAGE_BYTES, ann).view.length).toBe(PAGE_BYTES)
      })
      pool.reclaim(5000n)
    },
  ],
]

interface Scene {
  readonly pool: MemoryPool
  readonly seat: PoolSeat
  readonly dying: MemoryPool
}

function setScene(): Scene {
  const pool = createPool({
    bytes: PAGES * PAGE_BYTES,
    takeoverMilliseconds: 1,
    leaseBlocks: 10n,
    drainBlocks: 5n,
    warmTtlBlocks: 3n,
  })
  const seat = pool.offerSeat()
  return { pool, seat, dying: joinPool(seat) }
}

/** Tells a story until the thread dies. False: it came to its end. */
function tell({ dying }: Scene, story: Story, call: number): boolean {
  try {
    story(dying, (step) => {
      step()
      dieAt(call)
    })
  } catch (error) {
    if (error instanceof Death) return true
    throw error
  } finally {
    vi.restoreAllMocks()
  }
  return false
}

/** All that another thread finds: sound lists, then zeroed bytes, then all pages. */
function expectSound({ pool, seat }: Scene): void {
  expect(inspectArena(seat.buffer).faults).toEqual([])
  while (pool.use.free > 0) {
    const segment = pool.reserve(PAGE_BYTES, { owner: 'bob', expiresAt: 10_000n })
    expect(segment.view.every((byte) => byte === 0)).toBe(true)
  }
  for (const height of [20_000n, 30_000n, 40_000n]) pool.reclaim(height)
  const nothing = { faults: [], held: 0, draining: 0, warm: 0 }
  expect(inspectArena(seat.buffer)).toMatchObject(nothing)
  expect(pool.use.free).toBe(PAGES * PAGE_BYTES)
}

test('a thread that was only paused inside a section starts it again', () => {
  const { pool, seat } = setScene()
  const paused = new Arena(seat.buffer, seat.seat)
  const { runs, section } = paused
  let turns = 0
  const start = section.run(() => {
    const first = runs.take(2)
    if (turns++ > 0) return first
    const segment = pool.reserve(PAGE_BYTES, { owner: 'bob', expiresAt: 10_000n })
    expect(segment.view.byteOffset).toBe(paused.addressOf(0))
    runs.take(3)
    throw new Error('it lost its turn before')
  })
  expect([turns, start]).toEqual([2, 1])
  section.run(() => runs.give(start))
  expect(inspectArena(seat.buffer)).toMatchObject({ faults: [], held: 1 })
})

describe('a thread that dies at any step of', () => {
  test.for(stories)('%s: its seat is ended', ([, story]) => {
    let deaths = 0
    for (let call = 1; ; call++) {
      const scene = setScene()
      if (!tell(scene, story, call)) break
      scene.pool.endSeat(scene.seat)
      expect(inspectArena(scene.seat.buffer).open).toBe(0)
      expectSound(scene)
      deaths += 1
    }
    expect(deaths).toBeGreaterThan(4)
  })

  test.for(stories)(`%s: nobody tells the others (seed ${seed})`, ([, story]) => {
    const step = Math.max(1, Math.ceil(60 / fuzzRuns(8)))
    for (let call = 1 + (seed % step); ; call += step) {
      const scene = setScene()
      if (!tell(scene, story, call)) break
      scene.pool.reclaim(20n)
      expectSound(scene)
    }
  })
})
