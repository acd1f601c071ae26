import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { HEADER, PAGE_BYTES } from '../arena/ArenaLayout.js'
import { LEFT_BEHIND, stayInside } from '../arena/stayInside.fixture.js'
import { inspectArena } from '../arena/inspectArena.fixture.js'
import { createPool } from './createPool.js'
import { runFuzz, type FuzzResult, type FuzzTask } from './poolFuzz.fixture.js'
import type { MemoryPool } from './MemoryPool.js'

const THREADS = 4
const FUZZ = 'pool/poolFuzz.fixture.ts'
const ARENA_BYTES = 8 << 20
const factor = fuzzRuns(1)
/** For each thread: 50,000 in a test, 1,000,000 in continuous integration. */
const RESERVES = factor >= 10 ? 100_000 * factor : 50_000 * factor
const seed = Number(process.env['TLMKIT_SEED'] ?? fuzzSeed())
const sources = new URL('..', import.meta.url).href
const packages = new URL('../../../', import.meta.url).href

/** A thread runs the sources, as the tests do: Node strips the types, this finds the files. */
const BOOT = `
const { registerHooks } = require('node:module')
const { parentPort, workerData } = require('node:worker_threads')
const { module, name, packages, task } = workerData
registerHooks({
  resolve(specifier, context, next) {
    const ours = /^@tlmkit\\/([a-z-]+)$/.exec(specifier)
    if (ours) return next(packages + ours[1] + '/src/index.ts', context)
    const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
    return next(isSource ? specifier.replace(/\\.js$/, '.ts') : specifier, context)
  },
})
import(module).then((loaded) => parentPort.postMessage(loaded[name](task)))
`

function start(file: string, name: string, task: unknown): Worker {
  const module = `${sources}${file}`
  return new Worker(BOOT, { eval: true, workerData: { module, name, packages, task } })
}

/** Of a section that a thread is in for ever, once it has damaged what it should. */
const insideAt = (buffer: SharedArrayBuffer): boolean =>
  Atomics.load(new Int32Array(buffer), HEADER.FREE_PAGES) === LEFT_BEHIND

const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds))

async function resultOf(worker: Worker): Promise<FuzzResult> {
  const [result] = (await once(worker, 'message')) as [FuzzResult]
  await worker.terminate()
  return result
}

interface Arena {
  readonly pool: MemoryPool
  readonly buffer: SharedArrayBuffer
  readonly shared: Pick<FuzzTask, 'hands' | 'shown' | 'seed'>
}

/** A pool that takes no view away from a thread, however long that does not get to run. */
function createArena(): Arena {
  const pool = createPool({ bytes: ARENA_BYTES, drainBlocks: 1_000_000n })
  const { buffer } = pool.offerSeat()
  const shown = new SharedArrayBuffer(64 * 16)
  const hands = new SharedArrayBuffer((buffer.byteLength / PAGE_BYTES) * 4)
  return { pool, buffer, shared: { shown, hands, seed } }
}

function addUp(results: readonly FuzzResult[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {}
  for (const { counts } of results) {
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count
  }
  return total
}

/** Nothing is in hands, nothing is lost, and all can be had again. */
function expectAllBack({ pool, buffer, shared }: Arena): void {
  expect(inspectArena(buffer)).toMatchObject({ faults: [], held: 0, draining: 0 })
  expect(pool.use.held).toBe(0)
  expect(new Int32Array(shared.hands).every((thread) => thread === 0)).toBe(true)
  pool.forceClear({ except: 'pinned' })
  expect(pool.use.free).toBe(ARENA_BYTES)
  expect(pool.reserve(ARENA_BYTES, { owner: 'last' }).bytes).toBe(ARENA_BYTES)
}

test('a thread that dies inside a section blocks nobody, and what it changed is undone', async () => {
  const options = { bytes: ARENA_BYTES, takeoverMilliseconds: 50 }
  for (const isTold of [true, false]) {
    const pool = createPool(options)
    const seat = pool.offerSeat()
    const worker = start('arena/stayInside.fixture.ts', stayInside.name, seat)
    while (!insideAt(seat.buffer)) await pause(2)
    await worker.terminate()
    if (isTold) pool.endSeat(seat)
    expect(pool.reserve(1, { owner: 'ann' }).view[0]).toBe(0)
    expect(pool.use.held).toBe(PAGE_BYTES)
    expect(inspectArena(seat.buffer)).toMatchObject({ faults: [], held: 1, draining: 0, warm: 0 })
  }
})

describe(`${THREADS} threads (TLMKIT_SEED=${seed})`, () => {
  test('share one pool', async () => {
    const arena = createArena()
    const workers = Array.from({ length: THREADS }, (_, index) =>
      start(FUZZ, runFuzz.name, {
        ...arena.shared,
        seat: arena.pool.offerSeat(),
        thread: index + 1,
        count: RESERVES,
        expiresAt: 1_000_000n,
        clearEvery: index === 0 ? 5000 : 0,
      } satisfies FuzzTask),
    )
    const results = await Promise.all(workers.map(resultOf))
    const counts = addUp(results)
    console.info(`${THREADS} x ${RESERVES} reserves, TLMKIT_SEED=${seed}`, counts)
    expect(results.flatMap(({ faults }) => faults)).toEqual([])
    for (const met of [
      'reserved',
      'reserved warm',
      'released',
      'checked',
      'opened',
      'cleared all',
    ]) {
      expect(counts[met]).toBeGreaterThan(0)
    }
    expectAllBack(arena)
  })

  test('go on when others are stopped at any moment', async () => {
    const arena = createArena()
    const { pool } = arena
    const task = (thread: number, more: Partial<FuzzTask>): FuzzTask => ({
      ...arena.shared,
      seat: pool.offerSeat(),
      thread,
      count: RESERVES / 5,
      expiresAt: 1_000_000n,
      clearEvery: 0,
      ...more,
    })
    const lasting = [1, 2].map((thread) => resultOf(start(FUZZ, runFuzz.name, task(thread, {}))))
    const hands = new Int32Array(arena.shared.hands)
    const early: string[] = []
    const kills = Math.min(200, 4 * factor)
    for (let kill = 1; kill <= kills; kill++) {
      const thread = 2 + kill
      const dying = task(thread, { count: 1e9, expiresAt: BigInt(10 * kill) })
      const worker = start(FUZZ, runFuzz.name, dying)
      worker.once('message', ({ faults }: FuzzResult) => early.push(...faults))
      while (!hands.includes(thread) && early.length === 0) await pause(2)
      await pause((seed + kill * 7) % 40)
      await worker.terminate()
      if (early.length > 0) break
      pool.endSeat(dying.seat)
      for (const [page, hand] of hands.entries()) if (hand === thread) hands[page] = 0
      pool.reclaim(BigInt(10 * kill))
    }
    const results = await Promise.all(lasting)
    expect(early).toEqual([])
    console.info(`${kills} threads stopped`, addUp(results))
    expect(results.flatMap(({ faults }) => faults)).toEqual([])
    pool.reclaim(BigInt(10 * kills + 10))
    expectAllBack(arena)
  })
})
