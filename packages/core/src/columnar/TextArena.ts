import {
  TABLE_TEXT_BYTES,
  TABLE_TEXT_BYTES_SIZE,
  TABLE_TEXT_CAPACITY,
  TABLE_TEXT_SLOT_COUNT,
  TABLE_TEXT_SLOTS,
  TABLE_TEXT_STARTS,
} from './rowLayout.js'
import type { Kernels, SharedMemory } from './SharedMemory.js'

const FIRST_BYTES = 4096
const FIRST_TEXTS = 96

/** Room for the texts of an instance of the kernels, and their slots. */
export class TextArena {
  readonly #kernels: Kernels
  readonly #memory: SharedMemory
  readonly #tables: number
  readonly #onGrow: (used: number, capacity: number) => void
  #capacity = 0

  /** `onGrow` hears when there is room for more texts, of which some are used. */
  constructor(
    kernels: Kernels,
    memory: SharedMemory,
    onGrow: (used: number, capacity: number) => void = () => undefined,
  ) {
    this.#kernels = kernels
    this.#onGrow = onGrow
    this.#memory = memory
    this.#tables = kernels.tables()
    kernels.resetTexts()
    this.#set(TABLE_TEXT_BYTES, memory.allocate(FIRST_BYTES))
    this.#set(TABLE_TEXT_BYTES_SIZE, FIRST_BYTES)
    this.#growTables(FIRST_TEXTS)
  }

  /** Texts that there is room for. */
  get capacity(): number {
    return this.#capacity
  }

  /** Makes room for one more text, which takes so many bytes. */
  grow(bytes: number): void {
    if (this.#kernels.textCount() === this.#capacity) this.#growTables(2 * this.#capacity)
    const size = this.#table(TABLE_TEXT_BYTES_SIZE)
    const used = this.#kernels.textBytes() >>> 0
    if (used + bytes <= size) return
    const next = Math.max(2 * size, used + bytes)
    const arena = this.#memory.reallocate(this.#table(TABLE_TEXT_BYTES), used, next)
    this.#set(TABLE_TEXT_BYTES, arena)
    this.#set(TABLE_TEXT_BYTES_SIZE, next)
  }

  #growTables(capacity: number): void {
    const used = this.#capacity
    const starts = this.#table(TABLE_TEXT_STARTS)
    this.#set(TABLE_TEXT_STARTS, this.#memory.reallocate(starts, 4 * used, 4 * capacity))
    this.#onGrow(used, capacity)
    this.#capacity = capacity
    this.#set(TABLE_TEXT_CAPACITY, capacity)
    const slots = slotsFor(capacity)
    this.#set(TABLE_TEXT_SLOTS, this.#memory.allocate(4 * slots))
    this.#set(TABLE_TEXT_SLOT_COUNT, slots)
    this.#kernels.rehash()
  }

  #table(index: number): number {
    return this.#memory.word(this.#tables + 4 * index)
  }

  #set(index: number, value: number): void {
    this.#memory.setWord(this.#tables + 4 * index, value)
  }
}

/** Slots for so many texts: a power of two, three quarters of which are in use at most. */
function slotsFor(texts: number): number {
  let slots = 128
  while (3 * slots < 4 * texts) slots *= 2
  return slots
}
