import { SLOT, HEADER, STEPS } from './ArenaLayout.js'
import { Arena } from './Arena.js'
import { listOf } from './sizeClasses.js'
import { GENERATION_MAX } from '../segments/SegmentId.js'
import { FLAG, STATUS } from '../segments/Slots.js'

const LENGTH = 0
const START = 1
const BACK = 2
const NEXT = 3
const LISTS = 128

/** What is in an arena, and what contradicts itself. To be called while no thread uses it. */
export interface Inspection {
  readonly faults: readonly string[]
  readonly held: number
  readonly draining: number
  readonly warm: number
  /** Free slots that a dead thread was about to open. */
  readonly open: number
}

/** Walks all lists of an arena and compares them with one another. */
export function inspectArena(buffer: SharedArrayBuffer): Inspection {
  const arena = new Arena(buffer, 0)
  const faults: string[] = []
  const counts = inspectSlots(arena, faults, inspectRuns(arena, faults))
  inspectWarm(arena, faults)
  inspectFreeSlots(arena, faults)
  if (arena.word(HEADER.LOCK) !== 0) faults.push('the lock is taken')
  return { faults, ...counts }
}

/** The taken runs: first page -> pages. */
function inspectRuns(arena: Arena, faults: string[]): Map<number, number> {
  const { layout, words } = arena
  const at = (page: number, field: number): number =>
    words[layout.pagesAt + page * layout.pageWords + field] ?? 0
  const taken = new Map<number, number>()
  const free = new Map<number, number>()
  let wasFree = false
  for (let page = 0; page < layout.pages;) {
    const length = at(page, LENGTH)
    const pages = Math.abs(length)
    if (pages === 0 || page + pages > layout.pages) {
      faults.push(`run at page ${page} has length ${length}`)
      break
    }
    if (at(page + pages - 1, START) !== page) faults.push(`run at page ${page}: its end is lost`)
    if (wasFree && length < 0) faults.push(`free runs meet at page ${page}`)
    wasFree = length < 0
    const map = length < 0 ? free : taken
    map.set(page, pages)
    page += pages
  }
  const sum = [...free.values()].reduce((total, pages) => total + pages, 0)
  if (sum !== arena.word(HEADER.FREE_PAGES)) faults.push(`${sum} pages are free`)
  for (let list = 0; list < LISTS; list++) {
    const head = words[layout.headsAt + list] ?? 0
    const bits = (words[layout.listBitsAt + Math.floor(list / STEPS)] ?? 0) >>> (list % STEPS)
    if ((head !== 0) !== ((bits & 1) === 1)) faults.push(`bit of list ${list}`)
    let back = 0
    for (let next = head; next !== 0; next = at(next - 1, NEXT)) {
      const pages = free.get(next - 1)
      if (pages === undefined || listOf(pages) !== list)
        faults.push(`list ${list}: run ${next - 1}`)
      if (at(next - 1, BACK) !== back) faults.push(`list ${list}: back of ${next - 1}`)
      if (!free.delete(next - 1)) break
      back = next
    }
  }
  for (const page of free.keys()) faults.push(`free run ${page} is in no list`)
  return taken
}

function inspectSlots(
  { slots, views }: Arena,
  faults: string[],
  runs: Map<number, number>,
): Omit<Inspection, 'faults'> {
  const counts = { held: 0, draining: 0, warm: 0, open: 0 }
  for (let slot = 0; slot < slots.used; slot++) {
    const status = slots.status(slot)
    if (status !== STATUS.FREE) {
      const start = slots.get(slot, SLOT.START)
      if (runs.get(start) !== slots.get(slot, SLOT.PAGES)) faults.push(`slot ${slot}: its pages`)
      runs.delete(start)
    } else if (views.isOpen(slot)) counts.open += 1
    if (status === STATUS.HELD) counts.held += 1
    if (status === STATUS.DRAINING) counts.draining += 1
    if (status === STATUS.WARM) counts.warm += 1
  }
  for (const [start, pages] of runs) faults.push(`${pages} pages from ${start} on are lost`)
  return counts
}

function inspectWarm({ layout, slots, words, warm }: Arena, faults: string[]): void {
  const listed = new Set<number>()
  let older = 0
  let pages = 0
  for (let next = words[HEADER.OLDEST] ?? 0; next !== 0; next = slots.get(next - 1, SLOT.NEWER)) {
    if (slots.get(next - 1, SLOT.OLDER) !== older) faults.push(`older of slot ${next - 1}`)
    if (listed.has(next - 1)) break
    listed.add(next - 1)
    pages += slots.get(next - 1, SLOT.PAGES)
    older = next
  }
  if (words[HEADER.NEWEST] !== older) faults.push('the newest is not the last')
  if (warm.pages !== pages) faults.push(`${pages} pages are warm`)
  const chained = new Set<number>()
  for (let bucket = 0; bucket < layout.buckets; bucket++) {
    let back = 0
    const head = words[layout.bucketsAt + bucket] ?? 0
    for (let next = head; next !== 0; next = slots.get(next - 1, SLOT.CHAIN_NEXT)) {
      if (slots.get(next - 1, SLOT.CHAIN_BACK) !== back) faults.push(`back of slot ${next - 1}`)
      if (chained.has(next - 1)) break
      chained.add(next - 1)
      back = next
    }
  }
  for (let slot = 0; slot < slots.used; slot++) {
    const isWarm = slots.status(slot) === STATUS.WARM
    if (isWarm !== chained.has(slot)) faults.push(`slot ${slot}: its chain`)
    const isListed = isWarm && !slots.has(slot, FLAG.PINNED)
    if (isListed !== listed.has(slot)) faults.push(`slot ${slot}: its list`)
  }
}

function inspectFreeSlots({ slots, words }: Arena, faults: string[]): void {
  const free = new Set<number>()
  for (
    let next = words[HEADER.FREE_SLOT] ?? 0;
    next !== 0;
    next = slots.get(next - 1, SLOT.OLDER)
  ) {
    if (free.has(next - 1)) break
    free.add(next - 1)
  }
  for (let slot = 0; slot < slots.used; slot++) {
    const isFree = slots.status(slot) === STATUS.FREE && slots.generation(slot) !== GENERATION_MAX
    if (isFree !== free.has(slot)) faults.push(`slot ${slot}: the list of free ones`)
  }
}
