import { HEADER, STEPS, type ArenaLayout } from './ArenaLayout.js'
import type { Section } from './Section.js'
import { listOf } from './sizeClasses.js'

/** Words of a page: LENGTH at the first of a run, below 0 if it is free; START at the last. */
const LENGTH = 0
const START = 1
const BACK = 2
const NEXT = 3

/**
 * Free and taken runs of pages, in a list for each size class.
 *
 * Rule: two-level segregated fit. Taking looks at three bitmaps, giving back joins with the free
 * neighbours, and both change a bounded number of words. All calls are made inside a section.
 */
export class PageRuns {
  readonly #words: Int32Array
  readonly #section: Section
  readonly #layout: ArenaLayout

  constructor(words: Int32Array, section: Section, layout: ArenaLayout) {
    this.#words = words
    this.#section = section
    this.#layout = layout
  }

  /** Makes all pages one free run. */
  initialize(): void {
    this.#insert(0, this.#layout.pages)
    this.#section.set(HEADER.FREE_PAGES, this.#layout.pages)
  }

  /** The first page of a run that was free, or -1. `pages` is of a size class. */
  take(pages: number): number {
    const list = this.#findList(listOf(pages))
    if (list < 0) return -1
    const start = this.#get(this.#layout.headsAt + list) - 1
    const left = -this.#get(this.#at(start) + LENGTH) - pages
    this.#remove(start, pages + left)
    if (left > 0) this.#insert(start + pages, left)
    this.#mark(start, pages, pages)
    this.#add(HEADER.FREE_PAGES, -pages)
    return start
  }

  /** Gives a run back, by its first page. */
  give(start: number): void {
    const pages = this.#get(this.#at(start) + LENGTH)
    let from = start
    let length = pages
    const next = start + pages
    if (next < this.#layout.pages) length += this.#absorb(next)
    if (start > 0) {
      const before = this.#get(this.#at(start - 1) + START)
      const absorbed = this.#absorb(before)
      if (absorbed > 0) from = before
      length += absorbed
    }
    this.#insert(from, length)
    this.#add(HEADER.FREE_PAGES, pages)
  }

  #get(index: number): number {
    return this.#words[index] ?? 0
  }

  #at(page: number): number {
    return this.#layout.pagesAt + page * this.#layout.pageWords
  }

  #add(index: number, change: number): void {
    this.#section.set(index, this.#get(index) + change)
  }

  /** Takes a run out of its list if it is free, and gives its pages, else 0. */
  #absorb(start: number): number {
    const length = -this.#get(this.#at(start) + LENGTH)
    if (length <= 0) return 0
    this.#remove(start, length)
    return length
  }

  /** The first list with a run, from `list` on. */
  #findList(list: number): number {
    const { listsAt, listBitsAt } = this.#layout
    const group = list >>> 2
    const here = this.#get(listBitsAt + group) & (-1 << (list & 3))
    if (here !== 0) return group * STEPS + lowestBit(here)
    const groups = group === 31 ? 0 : this.#get(listsAt) & (-1 << (group + 1))
    if (groups === 0) return -1
    const above = lowestBit(groups)
    return above * STEPS + lowestBit(this.#get(listBitsAt + above))
  }

  #mark(start: number, pages: number, length: number): void {
    this.#section.set(this.#at(start) + LENGTH, length)
    this.#section.set(this.#at(start + pages - 1) + START, start)
  }

  #insert(start: number, pages: number): void {
    const { headsAt, listBitsAt, listsAt } = this.#layout
    const list = listOf(pages)
    const head = this.#get(headsAt + list)
    this.#mark(start, pages, -pages)
    this.#section.set(this.#at(start) + BACK, 0)
    this.#section.set(this.#at(start) + NEXT, head)
    if (head !== 0) this.#section.set(this.#at(head - 1) + BACK, start + 1)
    this.#section.set(headsAt + list, start + 1)
    const group = list >>> 2
    this.#section.set(listBitsAt + group, this.#get(listBitsAt + group) | (1 << (list & 3)))
    this.#section.set(listsAt, this.#get(listsAt) | (1 << group))
  }

  #remove(start: number, pages: number): void {
    const { headsAt, listBitsAt, listsAt } = this.#layout
    const back = this.#get(this.#at(start) + BACK)
    const next = this.#get(this.#at(start) + NEXT)
    if (next !== 0) this.#section.set(this.#at(next - 1) + BACK, back)
    if (back !== 0) {
      this.#section.set(this.#at(back - 1) + NEXT, next)
      return
    }
    const list = listOf(pages)
    this.#section.set(headsAt + list, next)
    if (next !== 0) return
    const group = list >>> 2
    const bits = this.#get(listBitsAt + group) & ~(1 << (list & 3))
    this.#section.set(listBitsAt + group, bits)
    if (bits === 0) this.#section.set(listsAt, this.#get(listsAt) & ~(1 << group))
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}
