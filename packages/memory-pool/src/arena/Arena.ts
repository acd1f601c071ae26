import { Views } from '../segments/Views.js'
import { Slots } from '../segments/Slots.js'
import { WarmSegments } from '../segments/WarmSegments.js'
import {
  HEADER,
  PAGE_BYTES,
  layOutArena,
  type ArenaLayout,
  type ArenaShape,
} from './ArenaLayout.js'
import { PageRuns } from './PageRuns.js'
import { Section } from './Section.js'

/** The one buffer of a pool, as one thread sees it: metadata first, then the pages. */
export class Arena {
  readonly buffer: SharedArrayBuffer
  readonly layout: ArenaLayout
  readonly seat: number
  readonly words: Int32Array
  readonly bytes: Uint8Array<SharedArrayBuffer>
  readonly section: Section
  readonly runs: PageRuns
  readonly slots: Slots
  readonly warm: WarmSegments
  readonly views: Views
  /** Whole numbers of two words. */
  readonly #numbers: Float64Array
  readonly #heights: BigInt64Array

  constructor(buffer: SharedArrayBuffer, seat: number) {
    this.buffer = buffer
    this.seat = seat
    this.layout = layOutArena(shapeOf(buffer))
    this.words = new Int32Array(buffer, 0, this.layout.words)
    this.bytes = new Uint8Array(buffer)
    this.section = new Section(this.words, this.layout, seat)
    this.runs = new PageRuns(this.words, this.section, this.layout)
    this.slots = new Slots(this.words, this.section, this.layout)
    this.warm = new WarmSegments(this.words, this.section, this.layout, this.slots)
    this.views = new Views(this.words, this.layout, seat)
    this.#numbers = new Float64Array(buffer, 0, HEADER.DRAIN_BLOCKS / 2 + 1)
    this.#heights = new BigInt64Array(buffer, 0, HEADER.HEIGHT / 2 + 1)
  }

  get height(): bigint {
    return Atomics.load(this.#heights, HEADER.HEIGHT / 2)
  }

  /** The height as a number, without a bigint on the way. */
  get heightNumber(): number {
    for (;;) {
      const high = Atomics.load(this.words, HEADER.HEIGHT + 1)
      const low = Atomics.load(this.words, HEADER.HEIGHT)
      if (Atomics.load(this.words, HEADER.HEIGHT + 1) === high) return high * 2 ** 32 + (low >>> 0)
    }
  }

  /** Raises the height. A lower one changes nothing. */
  raiseHeight(height: bigint): void {
    for (;;) {
      const now = this.height
      if (height <= now) return
      if (Atomics.compareExchange(this.#heights, HEADER.HEIGHT / 2, now, height) === now) return
    }
  }

  word(field: number): number {
    return Atomics.load(this.words, field)
  }

  number(field: number): number {
    return this.#numbers[field >>> 1] ?? 0
  }

  setNumber(field: number, value: number): void {
    this.#numbers[field >>> 1] = value
  }

  /** Where a page is, in bytes. */
  addressOf(page: number): number {
    return this.layout.data + page * PAGE_BYTES
  }
}

function shapeOf(buffer: SharedArrayBuffer): ArenaShape {
  const words = new Int32Array(buffer, 0, HEADER.SEATS + 1)
  return {
    pages: words[HEADER.PAGES] ?? 0,
    segments: words[HEADER.SEGMENTS] ?? 0,
    seats: words[HEADER.SEATS] ?? 0,
  }
}
