import { HEADER, SLOT, type ArenaLayout } from '../arena/ArenaLayout.js'
import type { Section } from '../arena/Section.js'
import type { Digest } from './OwnerTags.js'
import { FLAG, type Slots } from './Slots.js'

/**
 * Segments that were released and keep their bytes, found by owner and key.
 *
 * Rule: a hash table with a bucket for each segment that the arena can hold, and a list by the time
 * of release. Pinned ones are in the table only, so nothing evicts them. Every operation changes a
 * bounded number of words. All calls are made inside a section.
 */
export class WarmSegments {
  readonly #words: Int32Array
  readonly #section: Section
  readonly #layout: ArenaLayout
  readonly #slots: Slots

  constructor(words: Int32Array, section: Section, layout: ArenaLayout, slots: Slots) {
    this.#words = words
    this.#section = section
    this.#layout = layout
    this.#slots = slots
  }

  /** Pages of warm segments that are not pinned. */
  get pages(): number {
    return this.#get(HEADER.WARM_PAGES)
  }

  get isOverLimit(): boolean {
    return this.pages > this.#get(HEADER.WARM_PAGES_MAX)
  }

  /** The segment that was released first and is not pinned, or -1. */
  get oldest(): number {
    return this.#get(HEADER.OLDEST) - 1
  }

  /** The segment of a tag that was released last, or -1. */
  find(tag: Digest): number {
    let slot = this.#get(this.#bucketOf(tag[0])) - 1
    while (slot >= 0 && !this.#slots.matches(slot, SLOT.TAG, tag)) {
      slot = this.#slots.get(slot, SLOT.CHAIN_NEXT) - 1
    }
    return slot
  }

  add(slot: number): void {
    const bucket = this.#bucketOf(this.#slots.get(slot, SLOT.TAG))
    const next = this.#get(bucket)
    this.#slots.set(slot, SLOT.CHAIN_BACK, 0)
    this.#slots.set(slot, SLOT.CHAIN_NEXT, next)
    if (next !== 0) this.#slots.set(next - 1, SLOT.CHAIN_BACK, slot + 1)
    this.#section.set(bucket, slot + 1)
    if (!this.#slots.has(slot, FLAG.PINNED)) this.#append(slot)
  }

  remove(slot: number): void {
    const back = this.#slots.get(slot, SLOT.CHAIN_BACK)
    const next = this.#slots.get(slot, SLOT.CHAIN_NEXT)
    if (next !== 0) this.#slots.set(next - 1, SLOT.CHAIN_BACK, back)
    if (back !== 0) this.#slots.set(back - 1, SLOT.CHAIN_NEXT, next)
    else this.#section.set(this.#bucketOf(this.#slots.get(slot, SLOT.TAG)), next)
    if (!this.#slots.has(slot, FLAG.PINNED)) this.#unlink(slot)
  }

  #append(slot: number): void {
    const newest = this.#get(HEADER.NEWEST)
    this.#slots.set(slot, SLOT.OLDER, newest)
    this.#slots.set(slot, SLOT.NEWER, 0)
    if (newest !== 0) this.#slots.set(newest - 1, SLOT.NEWER, slot + 1)
    else this.#section.set(HEADER.OLDEST, slot + 1)
    this.#section.set(HEADER.NEWEST, slot + 1)
    this.#count(this.#slots.get(slot, SLOT.PAGES))
  }

  #unlink(slot: number): void {
    const older = this.#slots.get(slot, SLOT.OLDER)
    const newer = this.#slots.get(slot, SLOT.NEWER)
    if (newer !== 0) this.#slots.set(newer - 1, SLOT.OLDER, older)
    else this.#section.set(HEADER.NEWEST, older)
    if (older !== 0) this.#slots.set(older - 1, SLOT.NEWER, newer)
    else this.#section.set(HEADER.OLDEST, newer)
    this.#count(-this.#slots.get(slot, SLOT.PAGES))
  }

  #count(pages: number): void {
    this.#section.set(HEADER.WARM_PAGES, this.pages + pages)
  }

  #bucketOf(word: number): number {
    return this.#layout.bucketsAt + (word & (this.#layout.buckets - 1))
  }

  #get(index: number): number {
    return this.#words[index] ?? 0
  }
}
