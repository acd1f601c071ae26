import { InvariantViolation } from '@tlmkit/core'
import { HEADER, LOG_MAX, SEAT, type ArenaLayout } from './ArenaLayout.js'

const SEAT_BITS = 11
const SEAT_MASK = (1 << SEAT_BITS) - 1
const TURN_MASK = (1 << 20) - 1
const SPINS = 200
const SLICE_MILLISECONDS = 5
/** Looks at the lock in about a millisecond, where a thread may not sleep. */
const LOOKS_PER_MILLISECOND = 100_000

const { LOCK, WAITERS } = HEADER

/** Thrown inside a section whose lock another thread has taken over; the section starts again. */
const LOST = new Error('the lock was taken over')

/**
 * The critical section of an arena: what changes the lists of runs, slots and warm segments.
 *
 * Rule: the lock word names the seat and its turn. Before a word changes, its old value goes into
 * the seat's log; leaving is one exchange of the lock word, and what was logged counts from then
 * on. A thread that sees one turn for longer than the patience of the arena takes the lock over
 * and puts back what the log says. So a section counts as a whole or not at all, wherever its
 * thread dies.
 */
export class Section {
  readonly #words: Int32Array
  readonly #layout: ArenaLayout
  readonly #seat: number
  /** Where this seat's record is. */
  readonly #at: number
  readonly #canSleep: boolean
  #turn = 0
  #tag = 0
  #count = 0

  constructor(words: Int32Array, layout: ArenaLayout, seat: number) {
    this.#words = words
    this.#layout = layout
    this.#seat = seat
    this.#at = layout.seatsAt + seat * layout.seatWords
    this.#canSleep = canSleep(words)
    this.#turn = (this.#get(this.#at + SEAT.TAG) >>> SEAT_BITS) & TURN_MASK
  }

  /**
   * Runs `body` while no other thread is inside. What it throws undoes what it changed.
   *
   * `body` may run again from its start, so it changes nothing but through `set` and `put`.
   */
  run<T>(body: () => T): T {
    for (;;) {
      this.#enter()
      try {
        const result = body()
        if (this.#leave()) return result
      } catch (error) {
        if (Atomics.load(this.#words, LOCK) === this.#tag) {
          this.#putBack(this.#at)
          if (this.#leave()) throw error
        }
      }
      this.#awaitRecovery()
    }
  }

  /** Changes a word, so that it is as before unless the section ends. */
  set(index: number, value: number): void {
    const words = this.#words
    const old = words[index] ?? 0
    if (old === value) return
    const count = this.#count
    if (count === LOG_MAX) throw overflow()
    this.assertHeld()
    const entry = this.#at + SEAT.LOG + 2 * count
    words[entry] = index
    words[entry + 1] = old
    words[this.#at + SEAT.COUNT] = count + 1
    this.#count = count + 1
    // A thread that lost the lock in between does no harm: the word is no more what it read.
    Atomics.compareExchange(words, index, old, value)
  }

  /** Changes a word of something that counts only once a later `set` says so. */
  put(index: number, value: number): void {
    this.assertHeld()
    this.#words[index] = value
  }

  /** Ends the section where another thread has taken its lock over. */
  assertHeld(): void {
    if (Atomics.load(this.#words, LOCK) !== this.#tag) throw LOST
  }

  /** Takes the lock from the thread of a seat that has ended, if it has it or waits for it. */
  takeFrom(seat: number): void {
    const waits = this.#layout.seatsAt + seat * this.#layout.seatWords + SEAT.WAITS
    if (Atomics.exchange(this.#words, waits, 0) !== 0) Atomics.sub(this.#words, WAITERS, 1)
    const held = Atomics.load(this.#words, LOCK)
    if ((held & SEAT_MASK) !== seat + 1) return
    this.#open()
    if (this.#takeOver(held)) this.#leave()
  }

  #get(index: number): number {
    return this.#words[index] ?? 0
  }

  /** Makes the log ready for a turn, before the lock says that it counts. */
  #open(): void {
    const words = this.#words
    this.#turn = (this.#turn + 1) & TURN_MASK
    this.#tag = (this.#turn << SEAT_BITS) | (this.#seat + 1)
    this.#count = 0
    words[this.#at + SEAT.COUNT] = 0
    words[this.#at + SEAT.TAKEN_FROM] = 0
    words[this.#at + SEAT.TAG] = this.#tag
  }

  #enter(): void {
    this.#open()
    for (let spin = 0; spin < SPINS; spin++) {
      if (this.#tryLock()) return
    }
    Atomics.add(this.#words, WAITERS, 1)
    this.#words[this.#at + SEAT.WAITS] = 1
    if (this.#canSleep) this.#waitAsleep()
    else this.#waitAwake()
    this.#words[this.#at + SEAT.WAITS] = 0
    Atomics.sub(this.#words, WAITERS, 1)
  }

  #tryLock(): boolean {
    return (
      Atomics.load(this.#words, LOCK) === 0 &&
      Atomics.compareExchange(this.#words, LOCK, 0, this.#tag) === 0
    )
  }

  /** Counts only slices that passed while this thread ran: a process that was stopped adds one. */
  #waitAsleep(): void {
    const patience = Math.ceil(this.#get(HEADER.TAKEOVER) / SLICE_MILLISECONDS)
    let seen = 0
    for (let slices = 0; !this.#tryLock();) {
      const held = Atomics.load(this.#words, LOCK)
      if (held === 0) continue
      if (held !== seen) slices = 0
      seen = held
      if (slices >= patience && this.#takeOver(held)) return
      if (Atomics.wait(this.#words, LOCK, held, SLICE_MILLISECONDS) === 'timed-out') slices++
    }
  }

  #waitAwake(): void {
    const patience = this.#get(HEADER.TAKEOVER) * LOOKS_PER_MILLISECOND
    let seen = 0
    for (let looks = 0; !this.#tryLock(); looks++) {
      const held = Atomics.load(this.#words, LOCK)
      if (held !== seen) looks = 0
      seen = held
      if (held !== 0 && looks >= patience && this.#takeOver(held)) return
    }
  }

  /** Takes the lock of a dead thread, which may have died while it took that of another. */
  #takeOver(held: number): boolean {
    this.#words[this.#at + SEAT.TAKEN_FROM] = held
    if (Atomics.compareExchange(this.#words, LOCK, held, this.#tag) !== held) return false
    this.#recover(held)
    this.#words[this.#at + SEAT.TAKEN_FROM] = 0
    return true
  }

  /** Undoes the turn of a tag, and before it the one that it was taking over. */
  #recover(tag: number): void {
    const at = this.#layout.seatsAt + ((tag & SEAT_MASK) - 1) * this.#layout.seatWords
    if (this.#get(at + SEAT.TAG) !== tag) return
    const before = this.#get(at + SEAT.TAKEN_FROM)
    if (before !== 0) this.#recover(before)
    this.#putBack(at)
    Atomics.store(this.#words, at + SEAT.TAG, 0)
  }

  /** The log of a lost turn stays until who took it over has put back what it says. */
  #awaitRecovery(): void {
    const tag = this.#at + SEAT.TAG
    while (Atomics.load(this.#words, tag) === this.#tag) {
      if (this.#canSleep) Atomics.wait(this.#words, tag, this.#tag, SLICE_MILLISECONDS)
    }
  }

  /** Puts back what a log says, last first. Doing it twice is as doing it once. */
  #putBack(at: number): void {
    for (let entry = this.#get(at + SEAT.COUNT) - 1; entry >= 0; entry--) {
      const place = at + SEAT.LOG + 2 * entry
      Atomics.store(this.#words, this.#get(place), this.#get(place + 1))
    }
  }

  /** Says whether the section counts: it does unless the lock was taken over. */
  #leave(): boolean {
    const words = this.#words
    if (Atomics.compareExchange(words, LOCK, this.#tag, 0) !== this.#tag) return false
    if (Atomics.load(words, WAITERS) > 0) Atomics.notify(words, LOCK, 1)
    return true
  }
}

/** A browser's main thread may not sleep. */
function canSleep(words: Int32Array): boolean {
  try {
    Atomics.wait(words, HEADER.MAGIC, 0, 0)
    return true
  } catch {
    return false
  }
}

function overflow(): InvariantViolation {
  return new InvariantViolation({
    code: 'memory-corrupt',
    message: `A section of the pool changes more than ${LOG_MAX} words: its lists are damaged.`,
    details: { writesMax: LOG_MAX },
  })
}
