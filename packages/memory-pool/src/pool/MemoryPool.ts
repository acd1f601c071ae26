import { InputError } from '@tlmkit/core'
import type { Arena } from '../arena/Arena.js'
import { HEADER, PAGE_BYTES } from '../arena/ArenaLayout.js'
import { pageTree, pathOf, rootOf } from '../pages/pageTree.js'
import type { PageAnswer } from '../pages/verifyPage.js'
import { staleSegment } from '../segments/leaseErrors.js'
import { Leases, type Lease, type LeaseRequest } from '../segments/Leases.js'
import { OwnerTags } from '../segments/OwnerTags.js'
import { Segment, type SegmentHost } from '../segments/Segment.js'
import type { SegmentId } from '../segments/SegmentId.js'
import type { PoolEvent, PoolMeter } from './PoolEvent.js'
import { parseWarmLimits, type WarmLimits } from './PoolOptions.js'
import { assertSeat, freeSeat, offerSeat, type PoolSeat } from './seats.js'

export interface ReserveOptions {
  readonly owner: string
  /** By which the owner gets the bytes back. Without one nothing stays warm. */
  readonly key?: string
  /** Keeps the bytes from eviction and `forceClear`. Default false. */
  readonly pinned?: boolean
  /** Block height at which the lease ends by itself. Default `leaseBlocks` from now. */
  readonly expiresAt?: bigint
}

/** What `reclaim` found, in segments. */
export interface Reclaimed {
  /** Leases that ended by themselves. */
  readonly expired: number
  /** Taken from threads that did not close them. */
  readonly drained: number
  readonly evicted: number
}

/** Bytes by what they are in. `held` counts pinned warm segments and those being closed, too. */
export interface PoolUse {
  readonly total: number
  readonly free: number
  readonly warm: number
  readonly held: number
}

const HEIGHT_MAX = BigInt(Number.MAX_SAFE_INTEGER)

/** A pool of shared memory, as one thread sees it. */
export class MemoryPool {
  readonly #arena: Arena
  readonly #leases: Leases
  readonly #tags = new OwnerTags()
  readonly #meter: PoolMeter | undefined
  readonly #host: SegmentHost

  /** Use `createPool` or `joinPool`. */
  constructor(arena: Arena, meter: PoolMeter | undefined) {
    this.#arena = arena
    this.#meter = meter
    this.#leases = new Leases(arena)
    this.#host = {
      leases: this.#leases,
      shut: (id) => this.#shut(id),
      wrote: ({ id, owner }, bytes) => this.#tell({ kind: 'write', id, owner, bytes }),
      release: (id, options) => this.release(id, options),
    }
  }

  /** Block height that calls are at. */
  get height(): bigint {
    return this.#arena.height
  }

  get use(): PoolUse {
    const total = this.#arena.layout.pages * PAGE_BYTES
    const free = this.#arena.word(HEADER.FREE_PAGES) * PAGE_BYTES
    const warm = this.#arena.word(HEADER.WARM_PAGES) * PAGE_BYTES
    return { total, free, warm, held: total - free - warm }
  }

  /**
   * Leases a segment: the one that this owner released last under this key, with its bytes, or
   * another one, zeroed.
   *
   * Errors: `segment-bytes-invalid`, `memory-out-of-space`, `lease-expired`, `segment-key-invalid`,
   * `memory-height-invalid`, those of `parseId`.
   */
  reserve(bytes: number, options: ReserveOptions): Segment {
    const { owner, key, pinned = false, expiresAt } = options
    if (!Number.isSafeInteger(bytes) || bytes < 1) throw invalidBytes(bytes)
    const { id, isWarm } = this.#lease({
      bytes,
      owner: this.#tags.ownerDigest(owner),
      tag: key === undefined ? undefined : this.#tags.tagOf(owner, key),
      isPinned: pinned,
      expiresAt: expiresAt === undefined ? undefined : this.#endOf(expiresAt),
    })
    if (this.#meter !== undefined) {
      const named = key === undefined ? {} : { key }
      this.#tell({ kind: 'reserve', id, owner, ...named, bytes, isWarm })
    }
    return new Segment(this.#host, { id, owner, bytes, isWarm })
  }

  /**
   * Opens a segment that another thread reserved for the same owner.
   *
   * Errors: `segment-unknown`, `segment-stale`, `segment-foreign-owner`.
   */
  open(id: SegmentId, { owner }: { readonly owner: string }): Segment {
    this.#leases.open(id, this.#tags.ownerDigest(owner))
    const bytes = this.#leases.bytesOf(id)
    const view = this.#leases.viewOf(id)
    return new Segment(this.#host, { id, owner, bytes, isWarm: true, view })
  }

  /**
   * Gives a segment back. Its bytes stay for the owner if it has a key, until it is evicted.
   *
   * Errors: `segment-unknown`, `segment-released`, `segment-foreign-owner`.
   */
  release(id: SegmentId, { owner }: { readonly owner: string }): void {
    const bytes = this.#leases.release(id, this.#tags.ownerDigest(owner))
    this.#tell({ kind: 'release', id, owner, bytes })
    this.#tellEndings()
  }

  /** Errors: `segment-unknown`, `segment-stale`, `segment-foreign-owner`. */
  pin(id: SegmentId, { owner }: { readonly owner: string }): void {
    this.#leases.setPinned(id, this.#tags.ownerDigest(owner), true)
  }

  /** Errors: `segment-unknown`, `segment-stale`, `segment-foreign-owner`. */
  unpin(id: SegmentId, { owner }: { readonly owner: string }): void {
    this.#leases.setPinned(id, this.#tags.ownerDigest(owner), false)
  }

  /** Root of the segment's pages, 32 bytes. Errors: `segment-unknown`, `segment-stale`. */
  root(id: SegmentId): Uint8Array {
    return this.#inspect(id, (bytes) => rootOf(pageTree(bytes)))
  }

  /**
   * Answers for one page: its bytes, and the path that proves them.
   *
   * Errors: `segment-unknown`, `segment-stale`, `segment-range-invalid`.
   */
  audit(id: SegmentId, page: number): PageAnswer {
    return this.#inspect(id, (bytes) => {
      if (!Number.isSafeInteger(page) || page < 0 || page * PAGE_BYTES >= bytes.length) {
        throw noSuchPage(id, page)
      }
      const answer = new Uint8Array(Math.min(PAGE_BYTES, bytes.length - page * PAGE_BYTES))
      answer.set(bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES))
      return { page, bytes: answer, path: pathOf(pageTree(bytes), page) }
    })
  }

  /** Zeroes all segments that are not pinned, and ends their leases: gives the ids of those. */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- says at the call what stays
  forceClear(options: { readonly except: 'pinned' }): readonly SegmentId[] {
    const cleared: SegmentId[] = []
    for (let slot = 0; slot < this.#arena.slots.used; slot++) {
      const id = this.#leases.clear(slot)
      if (id !== undefined) cleared.push(id)
    }
    this.#tellEndings()
    return cleared
  }

  /** Raises the block height. A lower one changes nothing. Errors: `memory-height-invalid`. */
  advance(height: bigint): void {
    assertHeight(height)
    this.#arena.raiseHeight(height)
  }

  /**
   * Ends what is over at a height: leases, views of ended leases that nobody closed in time, and
   * warm segments. Looks at every segment once.
   *
   * Errors: `memory-height-invalid`.
   */
  reclaim(height: bigint): Reclaimed {
    this.advance(height)
    const now = Number(this.#arena.height)
    const count = { expired: 0, drained: 0, evicted: 0 }
    for (let slot = 0; slot < this.#arena.slots.used; slot++) {
      if (this.#leases.drain(slot, now)) count.drained += 1
      else if (this.#leases.expire(slot, now)) count.expired += 1
    }
    while (this.#leases.evictOldest(now - this.#arena.number(HEADER.WARM_TTL))) count.evicted += 1
    this.#tellEndings()
    return count
  }

  /** Changes what stays warm, for all threads. Errors: `memory-options-invalid`. */
  configure(limits: WarmLimits): void {
    const arena = this.#arena
    const {
      warmBytesMax = arena.word(HEADER.WARM_PAGES_MAX) * PAGE_BYTES,
      warmTtlBlocks = BigInt(arena.number(HEADER.WARM_TTL)),
    } = limits
    const settings = parseWarmLimits({ ...limits, warmBytesMax, warmTtlBlocks })
    arena.section.run(() => {
      arena.section.set(HEADER.WARM_PAGES_MAX, settings.warmPagesMax)
      arena.setNumber(HEADER.WARM_TTL, settings.warmTtlBlocks)
    })
    this.#leases.keepWithinLimit()
    this.#tellEndings()
  }

  /** A place for one more thread, to be sent to it. Errors: `seats-taken`. */
  offerSeat(): PoolSeat {
    const { buffer, words, layout } = this.#arena
    return { buffer, ...offerSeat(words, layout) }
  }

  /**
   * Ends the seat of a thread that is gone: what it had open counts as closed, and what it was
   * changing as not changed. What it had reserved stays until released or expired.
   *
   * Errors: `seat-invalid`.
   */
  endSeat(seat: PoolSeat): void {
    const { words, layout } = this.#arena
    assertSeat(words, layout, seat)
    this.#endSeat(seat.seat)
  }

  /** Ends this thread's own seat. The pool must not be used in it any more. */
  leave(): void {
    this.#endSeat(this.#arena.seat)
  }

  #endSeat(seat: number): void {
    const { words, layout, section, slots } = this.#arena
    section.takeFrom(seat)
    for (let slot = 0; slot < slots.used; slot++) this.#leases.forgetSeat(slot, seat)
    freeSeat(words, layout, seat)
    this.#tellEndings()
  }

  #inspect<T>(id: SegmentId, look: (bytes: Uint8Array) => T): T {
    this.#leases.open(id)
    try {
      const result = look(this.#leases.viewOf(id))
      if (!this.#leases.isHeld(id)) throw staleSegment(id)
      return result
    } finally {
      this.#shut(id)
    }
  }

  #shut(id: SegmentId): void {
    this.#leases.shut(id)
    this.#tellEndings()
  }

  #lease(request: LeaseRequest): Lease {
    try {
      return this.#leases.reserve(request)
    } finally {
      this.#tellEndings()
    }
  }

  #endOf(expiresAt: bigint): number {
    assertHeight(expiresAt)
    const { height } = this.#arena
    if (expiresAt > height) return Number(expiresAt)
    throw new InputError({
      code: 'lease-expired',
      message: `A lease to block ${expiresAt} has expired at block ${height}: give a later one.`,
      details: { expiresAt, height },
    })
  }

  #tellEndings(): void {
    const { endings } = this.#leases
    if (endings.length === 0) return
    this.#leases.endings = []
    for (const ending of endings) this.#tell(ending)
  }

  #tell(event: Untimed<PoolEvent>): void {
    if (this.#meter === undefined) return
    this.#meter({ ...event, block: this.#arena.height })
  }
}

type Untimed<E> = E extends unknown ? Omit<E, 'block'> : never

function assertHeight(height: unknown): void {
  if (typeof height === 'bigint' && height >= 0n && height <= HEIGHT_MAX) return
  throw new InputError({
    code: 'memory-height-invalid',
    message: `A block height is a bigint from 0 to 2^53 - 1, got ${String(height)}.`,
    details: { height: String(height) },
  })
}

function invalidBytes(bytes: unknown): InputError {
  return new InputError({
    code: 'segment-bytes-invalid',
    message: `A segment has 1 to 2^53 - 1 bytes, got ${String(bytes)}.`,
    details: { bytes: String(bytes) },
  })
}

function noSuchPage(id: SegmentId, page: number): InputError {
  return new InputError({
    code: 'segment-range-invalid',
    message: `Segment ${id} has no page ${page}: count pages of 4 KiB from 0.`,
    details: { id, page },
  })
}
