import { classPages } from './sizeClasses.js'

/** Bytes of a page: the unit of segments and of audits. */
export const PAGE_BYTES = 4096
/** Segments that an arena can hold at once, so that an id stays a safe integer. */
export const SEGMENTS_LIMIT = 1 << 21
/** Threads that can share an arena. */
export const SEATS_LIMIT = 1024
/** Writes that one critical section makes at most. */
export const LOG_MAX = 128

/** Words of the header, 32 bits each. Those from `HEIGHT` on take two. */
export const HEADER = {
  MAGIC: 0,
  PAGES: 1,
  SEGMENTS: 2,
  SEATS: 3,
  TAKEOVER: 4,
  LOCK: 5,
  WAITERS: 6,
  FREE_PAGES: 7,
  WARM_PAGES: 8,
  WARM_PAGES_MAX: 9,
  PAGES_USED: 10,
  SLOTS_USED: 11,
  FREE_SLOT: 12,
  OLDEST: 13,
  NEWEST: 14,
  HEIGHT: 16,
  WARM_TTL: 18,
  LEASE_BLOCKS: 20,
  DRAIN_BLOCKS: 22,
} as const

/** Words of a seat: a thread's place in the arena, with the log of what it is changing. */
export const SEAT = {
  STATUS: 0,
  TICKET: 1,
  TAG: 2,
  TAKEN_FROM: 3,
  COUNT: 4,
  WAITS: 5,
  LOG: 6,
} as const

/** Words of a slot, the record of a segment. Those from `BYTES` to `SINCE` take two. */
export const SLOT = {
  STATUS: 0,
  GENERATION: 1,
  START: 2,
  PAGES: 3,
  FLAGS: 4,
  OLDER: 5,
  NEWER: 6,
  CHAIN_BACK: 7,
  CHAIN_NEXT: 8,
  BYTES: 10,
  EXPIRES: 12,
  SINCE: 14,
  OWNER: 16,
  TAG: 20,
  VIEWS: 24,
} as const

/** What stands at word `MAGIC`: "TLMP", then the version of this layout. */
export const MAGIC = 0x544c4d01

const HEADER_WORDS = 32
const SEAT_WORDS = SEAT.LOG + 2 * LOG_MAX
const LISTS = 32
/** Lists of free runs for each doubling of the length. */
export const STEPS = 4
const PAGE_WORDS = 4

/** How many things an arena has room for. */
export interface ArenaShape {
  readonly pages: number
  readonly segments: number
  readonly seats: number
}

/** Where things are in an arena: all in words but `data` and `size`, which are bytes. */
export interface ArenaLayout extends ArenaShape {
  readonly seatsAt: number
  readonly seatWords: number
  readonly listsAt: number
  readonly listBitsAt: number
  readonly headsAt: number
  readonly bucketsAt: number
  /** A power of two. */
  readonly buckets: number
  readonly pagesAt: number
  readonly pageWords: number
  readonly slotsAt: number
  readonly slotWords: number
  /** Words of a slot that say which threads have it open. */
  readonly viewWords: number
  readonly words: number
  readonly data: number
  readonly size: number
}

/** Lays out an arena. What needs no start value is first used when it is 0. */
export function layOutArena({ pages, segments, seats }: ArenaShape): ArenaLayout {
  const viewWords = (seats + 31) >>> 5
  const slotWords = SLOT.VIEWS + viewWords + (viewWords & 1)
  const buckets = 2 ** (32 - Math.clz32(Math.max(1, segments - 1)))
  const listsAt = HEADER_WORDS + seats * SEAT_WORDS
  const listBitsAt = listsAt + 2
  const headsAt = listBitsAt + LISTS
  const bucketsAt = headsAt + LISTS * STEPS
  const pagesAt = bucketsAt + buckets
  const slotsAt = pagesAt + pages * PAGE_WORDS + (buckets & 1)
  const words = slotsAt + segments * slotWords
  const data = Math.ceil((words * 4) / PAGE_BYTES) * PAGE_BYTES
  return {
    pages,
    segments,
    seats,
    seatsAt: HEADER_WORDS,
    seatWords: SEAT_WORDS,
    listsAt,
    listBitsAt,
    headsAt,
    bucketsAt,
    buckets,
    pagesAt,
    pageWords: PAGE_WORDS,
    slotsAt,
    slotWords,
    viewWords,
    words,
    data,
    size: data + pages * PAGE_BYTES,
  }
}

/** Pages that a segment of so many bytes takes. */
export function pagesOf(bytes: number): number {
  return classPages(Math.ceil(bytes / PAGE_BYTES))
}
