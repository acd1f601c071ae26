import {
  joinPool,
  type MemoryPool,
  type PoolEvent,
  type PoolSeat,
  type Segment,
  type SegmentId,
} from '@tlmkit/memory-pool'
import { parentPort, workerData } from 'node:worker_threads'
import type { PlannedLease } from './plan.ts'

/** What a caller's thread is given: a seat in the pool of each node. */
export interface ThreadData {
  readonly caller: string
  readonly seats: Readonly<Record<string, PoolSeat>>
}

/** What it is to do in a block. */
export interface Order {
  readonly what: 'reserve' | 'use' | 'release'
  readonly leases: readonly PlannedLease[]
}

/** What a pool's meter heard. */
export type Metered = PoolEvent & { readonly node: string }

/** A segment that it reserved, and where that is in the arena, in bytes. */
export interface Reserved {
  readonly lease: PlannedLease
  readonly id: SegmentId
  readonly isWarm: boolean
  readonly offset: number
}

export interface Reply {
  readonly metered: readonly Metered[]
  readonly reserved: readonly Reserved[]
}

const { caller, seats } = workerData as ThreadData
let metered: Metered[] = []
const pools = new Map<string, MemoryPool>()
for (const [node, seat] of Object.entries(seats)) {
  const meter = (event: PoolEvent): void => void metered.push({ ...event, node })
  pools.set(node, joinPool(seat, { meter }))
}
const segments = new Map<string, Segment>()
/** Leases whose bytes this thread has filled. */
const filled = new Set<string>()

/** Each caller writes its initial into every byte that it leases. */
const own = caller.charCodeAt(0)

parentPort?.on('message', ({ what, leases }: Order) => {
  metered = []
  const reserved = what === 'reserve' ? leases.map(reserve) : []
  if (what === 'use') leases.forEach(use)
  if (what === 'release') leases.forEach(release)
  parentPort?.postMessage({ metered, reserved } satisfies Reply)
})

function reserve(lease: PlannedLease): Reserved {
  const pool = pools.get(lease.node)
  if (pool === undefined) throw new Error(`${caller} has no seat at ${lease.node}`)
  const { key, isPinned: pinned, reservedAt, maxBlocks, bytes } = lease
  const expiresAt = BigInt(reservedAt + maxBlocks)
  const named = key === undefined ? {} : { key }
  const segment = pool.reserve(bytes, { owner: caller, ...named, pinned, expiresAt })
  if (segment.isWarm) filled.add(lease.lease)
  expectBytes(lease, segment)
  segments.set(lease.lease, segment)
  const { id, isWarm } = segment
  const offset = segment.view.byteOffset
  segment.close()
  return { lease, id, isWarm, offset }
}

function use(lease: PlannedLease): void {
  const segment = segmentOf(lease)
  const { view } = segment
  expectBytes(lease, segment)
  view.fill(own)
  filled.add(lease.lease)
  segment.declareWrite(view.length)
  segment.close()
}

function release(lease: PlannedLease): void {
  segmentOf(lease).release()
  segments.delete(lease.lease)
}

function segmentOf({ lease }: PlannedLease): Segment {
  const segment = segments.get(lease)
  if (segment === undefined) throw new Error(`${caller} holds no segment of ${lease}`)
  return segment
}

/** Bytes are what this thread wrote, or zero; never what another owner did. */
function expectBytes({ lease }: PlannedLease, { view }: Segment): void {
  const byte = filled.has(lease) ? own : 0
  const found = view.find((each) => each !== byte)
  if (found !== undefined) throw new Error(`${lease} holds a byte ${found}, not ${byte}`)
}
