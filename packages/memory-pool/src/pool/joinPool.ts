import { Arena } from '../arena/Arena.js'
import { MemoryPool } from './MemoryPool.js'
import type { PoolMeter } from './PoolEvent.js'
import { assertArena, joinSeat, type PoolSeat } from './seats.js'

/**
 * The pool of a seat that another thread offered.
 *
 * Errors: `seat-invalid`.
 */
export function joinPool(seat: PoolSeat, options: { readonly meter?: PoolMeter } = {}): MemoryPool {
  const { buffer } = seat
  assertArena(buffer, seat.seat)
  const arena = new Arena(buffer, seat.seat)
  joinSeat(arena.words, arena.layout, seat)
  return new MemoryPool(arena, options.meter)
}
