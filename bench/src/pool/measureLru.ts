import { createPool, type MemoryPool, type Segment } from '@tlmkit/memory-pool'
import { medianOf } from '../harness/medians.ts'
import { cpuMilliseconds } from './cpuMilliseconds.ts'
import type { LruFigures } from './PoolFigures.ts'

const PAGE = 4096
const COUNTS = [1_000, 10_000, 100_000, 1_000_000]
const ROUNDS = 5
const CALLS = 20_000
/** Keys that calls ask for, at most: so many digests of keys a pool remembers at least. */
const KEYS = 30_000
const owner = 'ann'

/** Measures a pool all of whose pages are warm segments of one page. */
export function measureLru(): readonly LruFigures[] {
  return COUNTS.map((segments) => {
    const pool = fillPool(segments)
    const step = Math.max(1, Math.floor(segments / KEYS))
    const keys = Array.from({ length: Math.min(segments, KEYS) }, (_, at) => `key${at * step}`)
    const reuse = measure(CALLS, (turn) => {
      // Neighbours in time are far apart in the list.
      const key = keys[(turn * 7919) % keys.length] ?? ''
      pool.reserve(PAGE, { owner, key }).release()
    })
    // Without a key nothing is found, so each takes the place of the one released first; it is held
    // on to, or the next would have its page.
    const taken: Segment[] = []
    const evict = measure(Math.min(CALLS, Math.floor(segments / (ROUNDS + 1))), () => {
      taken.push(pool.reserve(PAGE, { owner: 'bob' }))
    })
    return { segments, reuse, evict }
  })
}

function fillPool(segments: number): MemoryPool {
  const bytes = segments * PAGE
  const pool = createPool({ bytes, warmBytesMax: bytes, segmentsMax: segments })
  const all = Array.from({ length: segments }, (_, at) =>
    pool.reserve(PAGE, { owner, key: `key${at}` }),
  )
  for (const segment of all) segment.release()
  return pool
}

/** Nanoseconds of a call: the median of the rounds, after one to warm up. */
function measure(calls: number, call: (turn: number) => void): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) => {
    const start = cpuMilliseconds()
    for (let turn = 0; turn < calls; turn++) call(round * calls + turn)
    return ((cpuMilliseconds() - start) * 1e6) / calls
  })
  return medianOf(rounds.slice(1))
}
