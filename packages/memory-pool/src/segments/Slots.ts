import { HEADER, SLOT, type ArenaLayout } from '../arena/ArenaLayout.js'
import type { Section } from '../arena/Section.js'
import type { Digest } from './OwnerTags.js'
import { GENERATION_MAX } from './SegmentId.js'

/** Of a slot. A segment is given back while threads have it open: it drains until they close it. */
export const STATUS = { FREE: 0, HELD: 1, DRAINING: 2, WARM: 3 } as const

export const FLAG = {
  /** Stays warm when it is released. */
  KEYED: 1,
  PINNED: 2,
  /** Was cleared: nothing of it stays warm. */
  CLEARED: 4,
} as const

/** The records of segments. What changes them runs inside a section, unless it says otherwise. */
export class Slots {
  readonly #words: Int32Array
  /** Byte lengths and heights: whole numbers below 2^53. */
  readonly #numbers: Float64Array
  readonly #section: Section
  readonly #layout: ArenaLayout

  constructor(words: Int32Array, section: Section, layout: ArenaLayout) {
    this.#words = words
    this.#numbers = new Float64Array(words.buffer, words.byteOffset, words.length >>> 1)
    this.#section = section
    this.#layout = layout
  }

  /** Slots that were ever in use. May be read outside a section. */
  get used(): number {
    return Atomics.load(this.#words, HEADER.SLOTS_USED)
  }

  /** May be read outside a section. */
  status(slot: number): number {
    return Atomics.load(this.#words, this.#at(slot) + SLOT.STATUS)
  }

  /** May be read outside a section. */
  generation(slot: number): number {
    return Atomics.load(this.#words, this.#at(slot) + SLOT.GENERATION) >>> 0
  }

  get(slot: number, field: number): number {
    return this.#words[this.#at(slot) + field] ?? 0
  }

  set(slot: number, field: number, value: number): void {
    this.#section.set(this.#at(slot) + field, value)
  }

  /** A field of two words. */
  number(slot: number, field: number): number {
    return this.#numbers[(this.#at(slot) + field) >>> 1] ?? 0
  }

  /** Writes a field of two words that nobody reads in the slot's present status. */
  putNumber(slot: number, field: number, value: number): void {
    this.#section.assertHeld()
    this.#numbers[(this.#at(slot) + field) >>> 1] = value
  }

  /** Writes a field that nobody reads in the slot's present status. */
  put(slot: number, field: number, value: number): void {
    this.#section.put(this.#at(slot) + field, value)
  }

  has(slot: number, flag: number): boolean {
    return (this.get(slot, SLOT.FLAGS) & flag) !== 0
  }

  /** Says whether a field of four words holds a digest. */
  matches(slot: number, field: number, digest: Digest): boolean {
    const at = this.#at(slot) + field
    const words = this.#words
    return (
      words[at] === digest[0] &&
      words[at + 1] === digest[1] &&
      words[at + 2] === digest[2] &&
      words[at + 3] === digest[3]
    )
  }

  /** Writes a digest to a slot that is free. */
  putDigest(slot: number, field: number, digest: Digest): void {
    const at = this.#at(slot) + field
    for (let word = 0; word < 4; word++) this.#section.put(at + word, digest[word] ?? 0)
  }

  /** Says whether `take` gives a slot. */
  get isAnyFree(): boolean {
    return (
      this.#words[HEADER.FREE_SLOT] !== 0 ||
      (this.#words[HEADER.SLOTS_USED] ?? 0) < this.#layout.segments
    )
  }

  /** A free slot, or -1. It counts as taken once its status changes. */
  take(): number {
    const free = (this.#words[HEADER.FREE_SLOT] ?? 0) - 1
    if (free >= 0) {
      this.#section.set(HEADER.FREE_SLOT, this.get(free, SLOT.OLDER))
      return free
    }
    const used = this.#words[HEADER.SLOTS_USED] ?? 0
    if (used === this.#layout.segments) return -1
    this.#section.set(HEADER.SLOTS_USED, used + 1)
    return used
  }

  /** Gives a slot back. One whose generations are used up stays out. */
  give(slot: number): void {
    this.set(slot, SLOT.STATUS, STATUS.FREE)
    if (this.get(slot, SLOT.GENERATION) >>> 0 === GENERATION_MAX) return
    this.set(slot, SLOT.OLDER, this.#words[HEADER.FREE_SLOT] ?? 0)
    this.#section.set(HEADER.FREE_SLOT, slot + 1)
  }

  #at(slot: number): number {
    return this.#layout.slotsAt + slot * this.#layout.slotWords
  }
}
