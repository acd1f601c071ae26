import { HEADER, PAGE_BYTES, SLOT, pagesOf } from '../arena/ArenaLayout.js'
import type { Arena } from '../arena/Arena.js'
import { zeroBytes } from '../arena/zeroBytes.js'
import { foreignOwner, givenBackTwice, outOfSpace, staleSegment } from './leaseErrors.js'
import type { Digest } from './OwnerTags.js'
import {
  GENERATION_MAX,
  generationOf,
  slotOf,
  toSegmentId,
  unknownSegment,
  type SegmentId,
} from './SegmentId.js'
import { FLAG, STATUS } from './Slots.js'

/** What is asked for, checked. */
export interface LeaseRequest {
  readonly bytes: number
  readonly owner: Digest
  /** Of owner and key. */
  readonly tag: Digest | undefined
  readonly isPinned: boolean
  /** Undefined: as many blocks from now as the arena gives. */
  readonly expiresAt: number | undefined
}

export interface Lease {
  readonly id: SegmentId
  readonly isWarm: boolean
}

/** A segment that ended or left the warm ones, for the meter. */
export interface Ending {
  readonly kind: 'clear' | 'expire' | 'evict'
  readonly id: SegmentId
  readonly bytes: number
}

interface Holding {
  readonly generation: number
  readonly request: LeaseRequest
  readonly height: number
}

/**
 * How segments come into hands and out of them.
 *
 * Rule: free -> held -> draining -> warm or free, warm -> held or free. Pages of a segment that was
 * not taken back warm are zeroed before its id is given out, by the thread that will have it.
 */
export class Leases {
  readonly #arena: Arena
  /** What happened since the pool last looked. */
  endings: Ending[] = []

  constructor(arena: Arena) {
    this.#arena = arena
  }

  /** Errors: `memory-out-of-space`. */
  reserve(request: LeaseRequest): Lease {
    const { section } = this.#arena
    if (Math.ceil(request.bytes / PAGE_BYTES) > this.#arena.layout.pages) {
      throw outOfSpace(request.bytes)
    }
    for (;;) {
      const made = section.run(() => this.#tryReserve(request))
      if (made === undefined) {
        if (!this.#mayFit(request.bytes) || !this.evictOldest()) throw outOfSpace(request.bytes)
      } else if ('kind' in made) {
        this.endings.push(made)
      } else if (made.isWarm || this.#clean(made.id)) {
        return made
      }
    }
  }

  /**
   * Opens a segment for this thread, until `shut`.
   *
   * Errors: `segment-unknown`, `segment-stale`, `segment-foreign-owner`.
   */
  open(id: SegmentId, owner?: Digest): void {
    const slot = slotOf(id)
    const generation = generationOf(id)
    this.#assertIssued(id)
    const { slots, views } = this.#arena
    if (slots.generation(slot) !== generation) throw staleSegment(id)
    views.open(slot, generation)
    const isHeld = this.isHeld(id)
    const isOwn = owner === undefined || slots.matches(slot, SLOT.OWNER, owner)
    if (isHeld && isOwn) return
    this.shut(id)
    throw isHeld ? foreignOwner(id) : staleSegment(id)
  }

  /** Ends one opening of a segment by this thread. */
  shut(id: SegmentId): void {
    const slot = slotOf(id)
    if (!this.#arena.views.close(slot, generationOf(id))) return
    if (this.#arena.slots.status(slot) !== STATUS.DRAINING) return
    this.#arena.section.run(() => this.#settle(slot))
    this.keepWithinLimit()
  }

  /** Says whether the id names a segment that is in hands. */
  isHeld(id: SegmentId): boolean {
    const { slots } = this.#arena
    const slot = slotOf(id)
    // In this order: a slot that is given out anew has its generation before its status.
    return slots.status(slot) === STATUS.HELD && slots.generation(slot) === generationOf(id)
  }

  /** Bytes that were asked for. Of a segment that this thread has open. */
  bytesOf(id: SegmentId): number {
    return this.#arena.slots.number(slotOf(id), SLOT.BYTES)
  }

  /** The bytes of a segment. They are its own as long as this thread has it open. */
  viewOf(id: SegmentId): Uint8Array<SharedArrayBuffer> {
    const { slots, buffer } = this.#arena
    const start = this.#arena.addressOf(slots.get(slotOf(id), SLOT.START))
    return new Uint8Array(buffer, start, this.bytesOf(id))
  }

  /** Errors: `segment-unknown`, `segment-released`, `segment-foreign-owner`. Gives its bytes. */
  release(id: SegmentId, owner: Digest): number {
    this.#assertIssued(id)
    const { section, slots } = this.#arena
    const slot = slotOf(id)
    const bytes = section.run(() => {
      if (!this.isHeld(id)) throw givenBackTwice(id)
      if (!slots.matches(slot, SLOT.OWNER, owner)) throw foreignOwner(id)
      const length = this.bytesOf(id)
      this.#end(slot, this.#arena.heightNumber)
      return length
    })
    this.keepWithinLimit()
    return bytes
  }

  /** Errors: `segment-unknown`, `segment-stale`, `segment-foreign-owner`. */
  setPinned(id: SegmentId, owner: Digest, isPinned: boolean): void {
    this.#assertIssued(id)
    const { section, slots } = this.#arena
    const slot = slotOf(id)
    section.run(() => {
      if (!this.isHeld(id)) throw staleSegment(id)
      if (!slots.matches(slot, SLOT.OWNER, owner)) throw foreignOwner(id)
      const flags = slots.get(slot, SLOT.FLAGS)
      slots.set(slot, SLOT.FLAGS, isPinned ? flags | FLAG.PINNED : flags & ~FLAG.PINNED)
    })
  }

  /** Evicts the warm segment that was released first. False where none can be evicted. */
  evictOldest(releasedBy = Infinity): boolean {
    const { section, slots, warm } = this.#arena
    const evicted = section.run(() => {
      const slot = warm.oldest
      if (slot < 0 || slots.number(slot, SLOT.SINCE) > releasedBy) return undefined
      return this.#evict(slot)
    })
    if (evicted === undefined) return false
    this.endings.push(evicted)
    return true
  }

  /** Evicts until no more is warm than may be. */
  keepWithinLimit(): void {
    while (this.#arena.warm.isOverLimit && this.evictOldest());
  }

  /** Ends the lease of a slot if it has expired. */
  expire(slot: number, height: number): boolean {
    const { section, slots } = this.#arena
    if (slots.status(slot) !== STATUS.HELD) return false
    if (slots.number(slot, SLOT.EXPIRES) > height) return false
    const ending = section.run((): Ending | undefined => {
      if (slots.status(slot) !== STATUS.HELD) return undefined
      if (slots.number(slot, SLOT.EXPIRES) > height) return undefined
      const id = this.#idOf(slot)
      this.#end(slot, height)
      return { kind: 'expire', id, bytes: this.bytesOf(id) }
    })
    if (ending === undefined) return false
    this.endings.push(ending)
    this.keepWithinLimit()
    return true
  }

  /** Takes a segment from threads that had time enough to close it. */
  drain(slot: number, height: number): boolean {
    const { section, slots, views } = this.#arena
    if (slots.status(slot) !== STATUS.DRAINING) return false
    if (slots.number(slot, SLOT.SINCE) > height) return false
    const isDrained = section.run(() => {
      if (slots.status(slot) !== STATUS.DRAINING) return false
      if (slots.number(slot, SLOT.SINCE) > height) return false
      views.forget(slot)
      this.#settle(slot)
      return true
    })
    if (isDrained) this.keepWithinLimit()
    return isDrained
  }

  /** Takes the views of a thread that has ended away. */
  forgetSeat(slot: number, seat: number): void {
    const { section, slots, views } = this.#arena
    if (!views.forgetSeat(slot, seat) || slots.status(slot) !== STATUS.DRAINING) return
    section.run(() => this.#settle(slot))
    this.keepWithinLimit()
  }

  /** Clears what is in a slot, unless it is free or pinned. Gives the id that was held. */
  clear(slot: number): SegmentId | undefined {
    const { section, slots, views } = this.#arena
    const generation = slots.generation(slot)
    if (generation === 0 || slots.status(slot) === STATUS.FREE) return undefined
    const id = toSegmentId(slot, generation)
    views.open(slot, generation)
    const was = section.run(() => this.#startClearing(slot, generation))
    if (was !== undefined) {
      const start = this.#arena.addressOf(slots.get(slot, SLOT.START))
      const end = start + slots.get(slot, SLOT.PAGES) * PAGE_BYTES
      zeroBytes(this.#arena.bytes, start, end)
      if (was !== STATUS.DRAINING) {
        this.endings.push({ kind: 'clear', id, bytes: this.bytesOf(id) })
      }
    }
    this.shut(id)
    return was === STATUS.HELD ? id : undefined
  }

  #idOf(slot: number): SegmentId {
    return toSegmentId(slot, this.#arena.slots.generation(slot))
  }

  #assertIssued(id: SegmentId): void {
    const { slots } = this.#arena
    const slot = slotOf(id)
    const isIssued =
      Number.isSafeInteger(id) &&
      id > 0 &&
      slot < slots.used &&
      generationOf(id) > 0 &&
      generationOf(id) <= slots.generation(slot)
    if (!isIssued) throw unknownSegment(id)
  }

  /** Says whether there would be pages enough if all that is warm were evicted. */
  #mayFit(bytes: number): boolean {
    const free = this.#arena.word(HEADER.FREE_PAGES) + this.#arena.word(HEADER.WARM_PAGES)
    return pagesOf(bytes) <= free
  }

  /** A lease; what had to be evicted before the next try; or undefined where space is short. */
  #tryReserve(request: LeaseRequest): Lease | Ending | undefined {
    const height = this.#arena.heightNumber
    const slot = request.tag === undefined ? -1 : this.#arena.warm.find(request.tag)
    return slot < 0 ? this.#takeFree(request, height) : this.#takeWarm(slot, request, height)
  }

  #takeWarm(slot: number, request: LeaseRequest, height: number): Lease | Ending {
    const { slots, warm } = this.#arena
    const releasedAt = slots.number(slot, SLOT.SINCE)
    const isTooOld =
      !slots.has(slot, FLAG.PINNED) && releasedAt + this.#arena.number(HEADER.WARM_TTL) <= height
    const isTooSmall = slots.get(slot, SLOT.PAGES) * PAGE_BYTES < request.bytes
    const generation = slots.generation(slot)
    if (isTooOld || isTooSmall || generation === GENERATION_MAX) return this.#evict(slot)
    warm.remove(slot)
    this.#hold(slot, { generation: generation + 1, request, height })
    return { id: toSegmentId(slot, generation + 1), isWarm: true }
  }

  #takeFree(request: LeaseRequest, height: number): Lease | undefined {
    const { runs, section, slots } = this.#arena
    if (!slots.isAnyFree) return undefined
    const pages = pagesOf(request.bytes)
    const start = runs.take(pages)
    if (start < 0) return undefined
    const slot = slots.take()
    slots.put(slot, SLOT.START, start)
    slots.put(slot, SLOT.PAGES, pages)
    slots.putDigest(slot, SLOT.OWNER, request.owner)
    if (request.tag !== undefined) slots.putDigest(slot, SLOT.TAG, request.tag)
    const used = this.#arena.word(HEADER.PAGES_USED)
    slots.putNumber(slot, SLOT.SINCE, Math.min(start + pages, used))
    if (start + pages > used) section.set(HEADER.PAGES_USED, start + pages)
    const generation = slots.generation(slot) + 1
    this.#hold(slot, { generation, request, height })
    return { id: toSegmentId(slot, generation), isWarm: false }
  }

  #hold(slot: number, { generation, request, height }: Holding): void {
    const { slots } = this.#arena
    slots.putNumber(slot, SLOT.BYTES, request.bytes)
    const lease = this.#arena.number(HEADER.LEASE_BLOCKS)
    slots.putNumber(slot, SLOT.EXPIRES, request.expiresAt ?? height + lease)
    const keyed = request.tag === undefined ? 0 : FLAG.KEYED
    slots.set(slot, SLOT.FLAGS, keyed | (request.isPinned ? FLAG.PINNED : 0))
    slots.set(slot, SLOT.GENERATION, generation | 0)
    slots.set(slot, SLOT.STATUS, STATUS.HELD)
  }

  /** Zeroes the pages of a new segment. False where it was taken away meanwhile. */
  #clean(id: SegmentId): boolean {
    const { bytes, slots, views } = this.#arena
    const slot = slotOf(id)
    views.open(slot, generationOf(id))
    const isMine = this.isHeld(id)
    if (isMine) {
      const start = slots.get(slot, SLOT.START)
      const end = Math.min(start + slots.get(slot, SLOT.PAGES), slots.number(slot, SLOT.SINCE))
      if (end > start) zeroBytes(bytes, this.#arena.addressOf(start), this.#arena.addressOf(end))
    }
    this.shut(id)
    return isMine
  }

  /** Takes a segment out of hands. Its status changes before the bits of threads are read. */
  #end(slot: number, height: number): void {
    const { slots, views } = this.#arena
    slots.set(slot, SLOT.STATUS, STATUS.DRAINING)
    slots.putNumber(slot, SLOT.SINCE, height + this.#arena.number(HEADER.DRAIN_BLOCKS))
    views.closeAll(slot, slots.generation(slot))
    this.#settle(slot)
  }

  /** Makes a drained segment warm or free. */
  #settle(slot: number): void {
    const { runs, slots, views, warm } = this.#arena
    if (slots.status(slot) !== STATUS.DRAINING || views.isOpen(slot)) return
    const flags = slots.get(slot, SLOT.FLAGS)
    const isPinned = (flags & FLAG.PINNED) !== 0
    const isKept = (flags & (FLAG.KEYED | FLAG.CLEARED)) === FLAG.KEYED
    const fits = slots.get(slot, SLOT.PAGES) <= this.#arena.word(HEADER.WARM_PAGES_MAX)
    if (isKept && (isPinned || fits)) {
      slots.putNumber(slot, SLOT.SINCE, this.#arena.heightNumber)
      slots.set(slot, SLOT.STATUS, STATUS.WARM)
      warm.add(slot)
    } else {
      runs.give(slots.get(slot, SLOT.START))
      slots.give(slot)
    }
  }

  #evict(slot: number): Ending {
    const { runs, slots, warm } = this.#arena
    const id = this.#idOf(slot)
    warm.remove(slot)
    runs.give(slots.get(slot, SLOT.START))
    slots.give(slot)
    return { kind: 'evict', id, bytes: this.bytesOf(id) }
  }

  /** Gives the status that it had; undefined where there is nothing to clear. */
  #startClearing(slot: number, generation: number): number | undefined {
    const { slots, warm } = this.#arena
    const was = slots.status(slot)
    if (slots.generation(slot) !== generation || was === STATUS.FREE) return undefined
    if (slots.has(slot, FLAG.PINNED)) return undefined
    if (was === STATUS.WARM) warm.remove(slot)
    slots.set(slot, SLOT.FLAGS, slots.get(slot, SLOT.FLAGS) | FLAG.CLEARED)
    slots.set(slot, SLOT.STATUS, STATUS.DRAINING)
    if (was !== STATUS.DRAINING) {
      const end = this.#arena.heightNumber + this.#arena.number(HEADER.DRAIN_BLOCKS)
      slots.putNumber(slot, SLOT.SINCE, end)
    }
    return was
  }
}
