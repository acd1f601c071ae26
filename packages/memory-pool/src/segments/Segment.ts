import { InputError } from '@tlmkit/core'
import { staleSegment } from './leaseErrors.js'
import type { Leases } from './Leases.js'
import type { SegmentId } from './SegmentId.js'

/** What a segment needs of its pool. */
export interface SegmentHost {
  readonly leases: Leases
  shut(id: SegmentId): void
  wrote(segment: Segment, bytes: number): void
  release(id: SegmentId, options: { readonly owner: string }): void
}

interface SegmentFacts {
  readonly id: SegmentId
  readonly owner: string
  readonly bytes: number
  readonly isWarm: boolean
  /** Where this thread has opened it. */
  readonly view?: Uint8Array<SharedArrayBuffer>
}

/** A segment as one thread sees it. Its id may be sent to other threads, which open it. */
export class Segment {
  readonly id: SegmentId
  readonly owner: string
  /** Bytes that were asked for. */
  readonly bytes: number
  /** Whether it still has the bytes of its last release. Otherwise it came zeroed. */
  readonly isWarm: boolean
  readonly #host: SegmentHost
  #view: Uint8Array<SharedArrayBuffer> | undefined

  constructor(host: SegmentHost, { id, owner, bytes, isWarm, view }: SegmentFacts) {
    this.#host = host
    this.id = id
    this.owner = owner
    this.bytes = bytes
    this.isWarm = isWarm
    this.#view = view
  }

  /**
   * The bytes themselves. Reading the property opens the segment for this thread until `close`,
   * `release`, or the end of its lease; each reading checks that it is still held.
   *
   * Errors: `segment-stale`.
   */
  get view(): Uint8Array<SharedArrayBuffer> {
    const { leases } = this.#host
    if (this.#view === undefined) {
      leases.open(this.id)
      this.#view = leases.viewOf(this.id)
    } else if (!leases.isHeld(this.id)) {
      throw staleSegment(this.id)
    }
    return this.#view
  }

  /**
   * A copy of bytes that certainly were this segment's.
   *
   * Errors: `segment-range-invalid`, `segment-stale`.
   */
  read(offset = 0, length: number = this.bytes - offset): Uint8Array<ArrayBuffer> {
    this.#assertRange(offset, length)
    return this.#opened((bytes) => {
      const copy = new Uint8Array(length)
      copy.set(bytes.subarray(offset, offset + length))
      return copy
    })
  }

  /**
   * Copies bytes in, and tells the meter.
   *
   * Errors: `segment-range-invalid`, `segment-stale`.
   */
  write(offset: number, bytes: Uint8Array): void {
    this.#assertRange(offset, bytes.length)
    this.#opened((all) => all.set(bytes, offset))
    this.#host.wrote(this, bytes.length)
  }

  /** Tells the meter of bytes that were written through `view`. Errors: `segment-stale`. */
  declareWrite(bytes: number): void {
    this.#assertRange(0, bytes)
    if (!this.#host.leases.isHeld(this.id)) throw staleSegment(this.id)
    this.#host.wrote(this, bytes)
  }

  /** Ends this thread's use of `view`. Views that were read before must not be used any more. */
  close(): void {
    if (this.#view === undefined) return
    this.#view = undefined
    this.#host.shut(this.id)
  }

  /** Gives the segment back. Errors: `segment-released`. */
  release(): void {
    this.#host.release(this.id, { owner: this.owner })
    this.#view = undefined
  }

  /** Runs over the bytes while no other owner can get them, and checks that they are still held. */
  #opened<T>(use: (bytes: Uint8Array) => T): T {
    const { leases } = this.#host
    leases.open(this.id)
    try {
      const result = use(leases.viewOf(this.id))
      if (!leases.isHeld(this.id)) throw staleSegment(this.id)
      return result
    } finally {
      this.#host.shut(this.id)
    }
  }

  #assertRange(offset: number, length: number): void {
    const isWhole = Number.isSafeInteger(offset) && Number.isSafeInteger(length)
    if (isWhole && offset >= 0 && length >= 0 && offset + length <= this.bytes) return
    throw new InputError({
      code: 'segment-range-invalid',
      message: `Segment ${this.id} has ${this.bytes} bytes, not ${length} from byte ${offset} on.`,
      details: { id: this.id, bytes: this.bytes, offset, length },
    })
  }
}
