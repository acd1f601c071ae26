import { SLOT, type ArenaLayout } from '../arena/ArenaLayout.js'

/**
 * Which threads have which segments open: a bit for each seat, set and cleared without a lock.
 *
 * Rule: who opens sets its bit and then reads the segment's status and generation; who gives a
 * segment back writes the status and then reads the bits. So one of the two sees the other, and
 * pages change hands only when no bit is set.
 */
export class Views {
  readonly #words: Int32Array
  readonly #layout: ArenaLayout
  readonly #word: number
  readonly #bit: number
  /** How often this thread has each slot open, and the generation that it opened. */
  readonly #counts: Int32Array
  readonly #generations: Uint32Array

  constructor(words: Int32Array, layout: ArenaLayout, seat: number) {
    this.#words = words
    this.#layout = layout
    this.#word = seat >>> 5
    this.#bit = 1 << (seat & 31)
    this.#counts = new Int32Array(layout.segments)
    this.#generations = new Uint32Array(layout.segments)
  }

  open(slot: number, generation: number): void {
    if (this.#generations[slot] !== generation) {
      this.#generations[slot] = generation
      this.#counts[slot] = 0
    }
    const count = (this.#counts[slot] ?? 0) + 1
    this.#counts[slot] = count
    if (count === 1) Atomics.or(this.#words, this.#at(slot) + this.#word, this.#bit)
  }

  /** Says whether this was the thread's last view of it. */
  close(slot: number, generation: number): boolean {
    if (this.#generations[slot] !== generation) return false
    const count = (this.#counts[slot] ?? 0) - 1
    if (count < 0) return false
    this.#counts[slot] = count
    if (count === 0) Atomics.and(this.#words, this.#at(slot) + this.#word, ~this.#bit)
    return count === 0
  }

  /** Closes all views of this thread. */
  closeAll(slot: number, generation: number): void {
    if (this.#generations[slot] !== generation) return
    if ((this.#counts[slot] ?? 0) === 0) return
    this.#counts[slot] = 0
    Atomics.and(this.#words, this.#at(slot) + this.#word, ~this.#bit)
  }

  /** Says whether any thread has the slot open. */
  isOpen(slot: number): boolean {
    const at = this.#at(slot)
    for (let word = 0; word < this.#layout.viewWords; word++) {
      if (Atomics.load(this.#words, at + word) !== 0) return true
    }
    return false
  }

  /** Takes the bits of all threads away. */
  forget(slot: number): void {
    const at = this.#at(slot)
    for (let word = 0; word < this.#layout.viewWords; word++)
      Atomics.store(this.#words, at + word, 0)
  }

  /** Takes the bit of a thread that has ended away, and says whether it was set. */
  forgetSeat(slot: number, seat: number): boolean {
    const at = this.#at(slot) + (seat >>> 5)
    const bit = 1 << (seat & 31)
    return (Atomics.and(this.#words, at, ~bit) & bit) !== 0
  }

  #at(slot: number): number {
    return this.#layout.slotsAt + slot * this.#layout.slotWords + SLOT.VIEWS
  }
}
