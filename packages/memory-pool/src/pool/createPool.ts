import { UsageError } from '@tlmkit/core'
import { Arena } from '../arena/Arena.js'
import { HEADER, MAGIC, layOutArena } from '../arena/ArenaLayout.js'
import { MemoryPool } from './MemoryPool.js'
import { parsePoolOptions, type PoolOptions } from './PoolOptions.js'
import { joinSeat, offerSeat } from './seats.js'

/**
 * Makes a pool and takes its first seat.
 *
 * Errors: `memory-options-invalid`.
 */
export function createPool(options: PoolOptions): MemoryPool {
  const settings = parsePoolOptions(options)
  const layout = layOutArena(settings)
  const buffer = allocateBuffer(layout.size)
  const words = new Int32Array(buffer, 0, layout.words)
  words[HEADER.MAGIC] = MAGIC
  words[HEADER.PAGES] = layout.pages
  words[HEADER.SEGMENTS] = layout.segments
  words[HEADER.SEATS] = layout.seats
  words[HEADER.TAKEOVER] = settings.takeoverMilliseconds
  words[HEADER.WARM_PAGES_MAX] = settings.warmPagesMax
  const seat = { buffer, ...offerSeat(words, layout) }
  joinSeat(words, layout, seat)
  const arena = new Arena(buffer, seat.seat)
  arena.setNumber(HEADER.WARM_TTL, settings.warmTtlBlocks)
  arena.setNumber(HEADER.LEASE_BLOCKS, settings.leaseBlocks)
  arena.setNumber(HEADER.DRAIN_BLOCKS, settings.drainBlocks)
  arena.section.run(() => arena.runs.initialize())
  return new MemoryPool(arena, options.meter)
}

function allocateBuffer(bytes: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(bytes)
  } catch (cause) {
    throw new UsageError({
      code: 'memory-options-invalid',
      message: `The host gives no shared buffer of ${bytes} bytes: make the pool smaller.`,
      details: { bytes },
      cause,
    })
  }
}
