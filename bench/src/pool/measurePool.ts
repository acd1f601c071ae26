import { createPool, type MemoryPool } from '@tlmkit/memory-pool'
import { medianOf } from '../harness/medians.ts'
import { measureLru } from './measureLru.ts'
import { cpuMilliseconds } from './cpuMilliseconds.ts'
import type { PoolFigures, SizeFigures, WayName } from './PoolFigures.ts'

const PAGE = 4096
const SIZES = [4, 64, 1024, 16_384, 65_536].map((kibibytes) => kibibytes * 1024)
const ROUNDS = 11
/** Time that one way takes in one round, about. */
const ROUND_MILLISECONDS = 25
const CALLS_MAX = 20_000
const key = 'model'

/** Gets memory, writes to it or not, and gives it back. Its result keeps the compiler from it. */
type Way = (turn: number) => number

/** Measures the pool against what JavaScript has, in turns, and its list at four lengths. */
export function measurePool(): PoolFigures {
  const sizes = [false, true].flatMap((isTouched) =>
    SIZES.map((bytes) => measureSize(bytes, isTouched)),
  )
  return { rounds: ROUNDS, sizes, lru: measureLru() }
}

function measureSize(bytes: number, isTouched: boolean): SizeFigures {
  const ways = waysOf(bytes, isTouched)
  const names = Object.keys(ways) as WayName[]
  const calls = new Map(names.map((name) => [name, callsOf(ways[name])]))
  const times = new Map<WayName, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      const count = calls.get(name) ?? 1
      times.get(name)?.push((timeOf(ways[name], count) * 1e6) / count)
    }
  }
  const nanoseconds = Object.fromEntries(
    names.map((name) => [name, medianOf(times.get(name) ?? [])]),
  ) as Record<WayName, number>
  return { bytes, isTouched, nanoseconds }
}

function waysOf(bytes: number, isTouched: boolean): Readonly<Record<WayName, Way>> {
  const use = isTouched ? touch : first
  // All that is warm fits, so that a call finds what the one before it left.
  const roomy = createPool({ bytes: 4 * bytes, warmBytesMax: 2 * bytes })
  // One fits: each call has to take what the other owner left.
  const tight = createPool({ bytes, warmBytesMax: bytes })
  return {
    warm: () => lease(roomy, { bytes, owner: 'ann', use }),
    handed: (turn) => lease(tight, { bytes, owner: turn % 2 === 0 ? 'ann' : 'bob', use }),
    uint8Array: () => use(new Uint8Array(bytes)),
    alloc: () => use(Buffer.alloc(bytes)),
    allocUnsafe: () => use(Buffer.allocUnsafe(bytes)),
    filled: () => first(Buffer.alloc(bytes, 1)),
  }
}

interface LeaseOptions {
  readonly bytes: number
  readonly owner: string
  readonly use: (bytes: Uint8Array) => number
}

function lease(pool: MemoryPool, { bytes, owner, use }: LeaseOptions): number {
  const segment = pool.reserve(bytes, { owner, key })
  const value = use(segment.view)
  segment.release()
  return value
}

function first(bytes: Uint8Array): number {
  return bytes[0] ?? 0
}

function touch(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at += PAGE) bytes[at] = at
  return bytes.length
}

/** Warms a way up, and says how often it runs in a round. */
function callsOf(way: Way): number {
  let calls = 2
  while (calls < CALLS_MAX && timeOf(way, calls) < ROUND_MILLISECONDS) calls *= 2
  return Math.min(calls, CALLS_MAX)
}

function timeOf(way: Way, calls: number): number {
  let sum = 0
  const start = cpuMilliseconds()
  for (let turn = 0; turn < calls; turn++) sum += way(turn)
  const time = cpuMilliseconds() - start
  if (Number.isNaN(sum)) throw new Error('no sum')
  return time
}
