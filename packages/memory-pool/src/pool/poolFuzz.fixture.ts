import { isTlmkitError } from '@tlmkit/core'
import { PAGE_BYTES } from '../arena/ArenaLayout.js'
import type { Segment } from '../segments/Segment.js'
import { parseSegmentId } from '../segments/SegmentId.js'
import { joinPool } from './joinPool.js'
import type { MemoryPool } from './MemoryPool.js'
import type { PoolSeat } from './seats.js'

/** What a thread of the fuzz is told. */
export interface FuzzTask {
  readonly seat: PoolSeat
  /** For each page of data the number of the thread that has it, else 0. */
  readonly hands: SharedArrayBuffer
  /** Ids that threads show one another, with the owner of each. */
  readonly shown: SharedArrayBuffer
  /** From 1 on. */
  readonly thread: number
  readonly seed: number
  /** Reserves. */
  readonly count: number
  readonly expiresAt: bigint
  /** How often, in reserves, one thread clears all; 0 never. */
  readonly clearEvery: number
}

export interface FuzzResult {
  readonly counts: Readonly<Record<string, number>>
  readonly faults: readonly string[]
}

const OWNERS = 8
const KEYS = 4
const HELD_MAX = 24
const FAULTS_MAX = 5
/** Makes a whole number below 2^52 a pattern of 64 bits with a fixed sign and exponent. */
const BASE = 2 ** 52
const SHOWN_SLOT = 2

/** Reserves, writes, reads, opens and releases at random, and checks every word that it sees. */
export function runFuzz(task: FuzzTask): FuzzResult {
  // Thousands are refused on purpose, and nobody reads where.
  Error.stackTraceLimit = 0
  return new FuzzThread(task).run()
}

/** Where the pages of a view are in the arena, and the words of it. */
interface Held {
  readonly segment: Segment
  readonly view: Uint8Array
  readonly owner: number
  readonly first: number
  readonly pages: number
}

class FuzzThread {
  readonly #task: FuzzTask
  readonly #pool: MemoryPool
  readonly #hands: Int32Array
  readonly #shown: Float64Array
  readonly #held: Held[] = []
  readonly #counts: Record<string, number> = {}
  readonly #faults: string[] = []
  #state: number

  constructor(task: FuzzTask) {
    this.#task = task
    this.#pool = joinPool(task.seat)
    this.#hands = new Int32Array(task.hands)
    this.#shown = new Float64Array(task.shown)
    this.#state = (task.seed * 2654435761 + task.thread * 40503) | 0
  }

  run(): FuzzResult {
    const { count, clearEvery } = this.#task
    for (let turn = 1; turn <= count && this.#faults.length < FAULTS_MAX; turn++) {
      while (this.#held.length > this.#below(HELD_MAX)) this.#release(this.#pick())
      this.#reserve()
      if (this.#held.length > 0) this.#check(this.#pick())
      if (this.#below(8) === 0) this.#openOther()
      if (this.#below(64) === 0) this.#refuse()
      if (clearEvery > 0 && turn % clearEvery === 0) this.#clear()
    }
    while (this.#held.length > 0) this.#release(this.#held.length - 1)
    this.#pool.leave()
    return { counts: this.#counts, faults: this.#faults }
  }

  #reserve(): void {
    const owner = this.#below(OWNERS)
    const key = this.#below(KEYS)
    // What comes back warm is checked by words, so no segment that may come back has half of one.
    const bytes = key === 0 ? this.#drawBytes() : (this.#drawBytes() + 7) & ~7
    const { expiresAt } = this.#task
    const named = key === 0 ? {} : { key: `key${key}` }
    try {
      const segment = this.#pool.reserve(bytes, { owner: nameOf(owner), expiresAt, ...named })
      this.#count(segment.isWarm ? 'reserved warm' : 'reserved')
      this.#take(segment, owner)
    } catch (error) {
      this.#expectCode(error, ['memory-out-of-space', 'segment-stale'])
      if (this.#held.length > 0) this.#release(this.#pick())
    }
  }

  #take(segment: Segment, owner: number): void {
    const { view } = segment
    const first = Math.floor(view.byteOffset / PAGE_BYTES)
    const held = { segment, view, owner, first, pages: Math.ceil(view.length / PAGE_BYTES) }
    for (let page = 0; page < held.pages; page++) {
      const had = Atomics.compareExchange(this.#hands, first + page, 0, this.#task.thread)
      if (had !== 0) this.#fault(`page ${first + page} is in the hands of ${had} too`)
    }
    const mixed = segment.isWarm ? owner : -1
    const found = mismatch(view, mixed, true)
    if (found >= 0) this.#fault(`${segment.id} of ${nameOf(owner)}: word ${found} is foreign`)
    fill(view, owner)
    this.#held.push(held)
    this.#show(segment.id, owner)
  }

  #check(index: number): void {
    const held = this.#held[index]
    if (held === undefined) return
    const found = mismatch(held.view, held.owner, false)
    if (found < 0) {
      this.#count('checked')
    } else if (!this.#isStale(held)) {
      this.#fault(`${held.segment.id} of ${nameOf(held.owner)}: word ${found} changed`)
    } else if (mismatch(held.view, held.owner, true) >= 0) {
      this.#fault(`${held.segment.id}: cleared, and not zeroed`)
    }
  }

  #release(index: number): void {
    this.#check(index)
    const [held] = this.#held.splice(index, 1)
    if (held === undefined) return
    for (let page = 0; page < held.pages; page++) {
      Atomics.compareExchange(this.#hands, held.first + page, this.#task.thread, 0)
    }
    try {
      held.segment.release()
      this.#count('released')
    } catch (error) {
      this.#expectCode(error, ['segment-released'])
      held.segment.close()
    }
  }

  /** Opens what another thread shows. However it ends there, the words here stay its owner's. */
  #openOther(): void {
    const at = this.#below(this.#shown.length / SHOWN_SLOT) * SHOWN_SLOT
    const [id = 0, owner = 0] = this.#shown.subarray(at, at + SHOWN_SLOT)
    if (id === 0) return
    try {
      const segment = this.#pool.open(parseSegmentId(id), { owner: nameOf(owner) })
      const { view } = segment
      for (let time = 0; time < 2; time++) {
        const found = mismatch(view, owner, true)
        if (found >= 0) this.#fault(`opened ${id} of ${nameOf(owner)}: word ${found} is foreign`)
      }
      segment.close()
      this.#count('opened')
    } catch (error) {
      this.#expectCode(error, ['segment-stale', 'segment-foreign-owner'])
    }
  }

  /** What must fail, and does. */
  #refuse(): void {
    const [held] = this.#held
    if (held === undefined) return
    const other = { owner: nameOf((held.owner + 1) % OWNERS) }
    const calls = [
      () => this.#pool.open(held.segment.id, other),
      () => this.#pool.release(held.segment.id, other),
      () => this.#pool.reserve(2 ** 53, other),
      () => this.#pool.reserve(2 ** 40, other),
    ]
    const codes = ['segment-foreign-owner', 'segment-stale', 'segment-released']
    for (const call of calls) {
      try {
        call()
        this.#fault('what must be refused was done')
      } catch (error) {
        this.#expectCode(error, [...codes, 'segment-bytes-invalid', 'memory-out-of-space'])
      }
    }
  }

  #clear(): void {
    this.#pool.forceClear({ except: 'pinned' })
    this.#count('cleared all')
  }

  #isStale({ segment }: Held): boolean {
    try {
      return segment.view.length < 0
    } catch (error) {
      this.#expectCode(error, ['segment-stale'])
      return true
    }
  }

  #show(id: number, owner: number): void {
    const at = this.#below(this.#shown.length / SHOWN_SLOT) * SHOWN_SLOT
    // Id and owner may come from two threads: then the owner is a foreign one.
    this.#shown[at] = id
    this.#shown[at + 1] = owner
  }

  /** 95 of 100 at most a page, the rest up to 64 KiB. */
  #drawBytes(): number {
    if (this.#below(100) < 95) return 1 + this.#below(PAGE_BYTES)
    return PAGE_BYTES + 1 + this.#below(15 * PAGE_BYTES)
  }

  #pick(): number {
    return this.#below(this.#held.length)
  }

  /** A random whole number below `bound` (mulberry32). */
  #below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }

  #expectCode(error: unknown, codes: readonly string[]): void {
    if (!isTlmkitError(error) || !codes.includes(error.code)) this.#fault(String(error))
    else this.#count(`refused: ${error.code}`)
  }

  #count(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1
  }

  #fault(text: string): void {
    this.#faults.push(`thread ${this.#task.thread}: ${text}`)
  }
}

function nameOf(owner: number): string {
  return `owner${owner}`
}

function fill(view: Uint8Array, owner: number): void {
  const words = wordsOf(view)
  const base = BASE + owner * 2 ** 32
  for (let index = 0; index < words.length; index++) words[index] = base + index
  view.fill(owner + 1, words.length * 8)
}

/** The first word that is not the owner's. Owner -1: that is not 0. -1: there is none. */
function mismatch(view: Uint8Array, owner: number, zeroToo: boolean): number {
  const words = wordsOf(view)
  const base = BASE + owner * 2 ** 32
  for (let index = 0; index < words.length; index++) {
    const word = words[index]
    if (word === base + index && owner >= 0) continue
    if (word !== 0 || !zeroToo) return index
  }
  for (let at = words.length * 8; at < view.length; at++) {
    const byte = view[at]
    if (owner < 0 && byte !== 0) return at
    if (!zeroToo && byte !== owner + 1) return at
  }
  return -1
}

/** 64 bits each: no pattern is a zero of another sign or not a number. */
function wordsOf(view: Uint8Array): Float64Array {
  return new Float64Array(view.buffer, view.byteOffset, Math.floor(view.length / 8))
}
