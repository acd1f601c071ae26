import { InputError } from '@tlmkit/core'
import { HEADER, MAGIC, SEAT, type ArenaLayout } from '../arena/ArenaLayout.js'

/** A thread's place in a pool, to be sent to it and given to `joinPool`. */
export interface PoolSeat {
  readonly buffer: SharedArrayBuffer
  readonly seat: number
  /** Tells one use of a seat from the next. */
  readonly ticket: number
}

const FREE = 0
const OFFERED = 1
const JOINED = 2

/** Errors: `seats-taken`. */
export function offerSeat(words: Int32Array, layout: ArenaLayout): Omit<PoolSeat, 'buffer'> {
  for (let seat = 0; seat < layout.seats; seat++) {
    const at = seatAt(layout, seat)
    if (Atomics.compareExchange(words, at + SEAT.STATUS, FREE, OFFERED) === FREE) {
      return { seat, ticket: Atomics.load(words, at + SEAT.TICKET) }
    }
  }
  throw new InputError({
    code: 'seats-taken',
    message: `All ${layout.seats} seats of the pool are taken: end those of threads that are gone.`,
    details: { seatsMax: layout.seats },
  })
}

/** Errors: `seat-invalid`. */
export function joinSeat(words: Int32Array, layout: ArenaLayout, { seat, ticket }: PoolSeat): void {
  const at = seatAt(layout, seat)
  const isOffered =
    isSeat(layout, seat) &&
    Atomics.load(words, at + SEAT.TICKET) === ticket &&
    Atomics.compareExchange(words, at + SEAT.STATUS, OFFERED, JOINED) === OFFERED
  if (!isOffered) throw invalidSeat(seat)
}

/** Errors: `seat-invalid`. */
export function assertSeat(
  words: Int32Array,
  layout: ArenaLayout,
  { seat, ticket }: PoolSeat,
): void {
  const at = seatAt(layout, seat)
  const isTaken =
    isSeat(layout, seat) &&
    Atomics.load(words, at + SEAT.TICKET) === ticket &&
    Atomics.load(words, at + SEAT.STATUS) !== FREE
  if (!isTaken) throw invalidSeat(seat)
}

/** Makes a seat free for another thread. */
export function freeSeat(words: Int32Array, layout: ArenaLayout, seat: number): void {
  const at = seatAt(layout, seat)
  Atomics.add(words, at + SEAT.TICKET, 1)
  Atomics.store(words, at + SEAT.STATUS, FREE)
}

/** Errors: `seat-invalid`. */
export function assertArena(buffer: unknown, seat: number): asserts buffer is SharedArrayBuffer {
  const isArena =
    buffer instanceof SharedArrayBuffer && new Int32Array(buffer, 0, 1)[HEADER.MAGIC] === MAGIC
  if (!isArena) throw invalidSeat(seat)
}

function isSeat(layout: ArenaLayout, seat: number): boolean {
  return Number.isSafeInteger(seat) && seat >= 0 && seat < layout.seats
}

function seatAt(layout: ArenaLayout, seat: number): number {
  return layout.seatsAt + seat * layout.seatWords
}

function invalidSeat(seat: number): InputError {
  return new InputError({
    code: 'seat-invalid',
    message: `Seat ${seat} is none that offerSeat gave, was joined before, or has ended.`,
    details: { seat },
  })
}
