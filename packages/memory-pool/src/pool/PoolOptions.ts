import { UsageError } from '@tlmkit/core'
import { PAGE_BYTES, SEATS_LIMIT, SEGMENTS_LIMIT } from '../arena/ArenaLayout.js'
import type { PoolMeter } from './PoolEvent.js'

/** How much stays warm, for how long, and what goes first. Governed, so it may change. */
export interface WarmLimits {
  /** Bytes of released segments that are kept, without pinned ones. Default a quarter of all. */
  readonly warmBytesMax?: number
  /** Blocks after its release in which a segment can be had back warm. Default 4096. */
  readonly warmTtlBlocks?: bigint
  /** The one released first is evicted first. */
  readonly evictionOrder?: 'lru'
}

export interface PoolOptions extends WarmLimits {
  /** Bytes of all segments, in whole pages of 4 KiB. The metadata come on top. */
  readonly bytes: number
  /** Segments at once, held and warm. Default one for each page, at most 2^21. */
  readonly segmentsMax?: number
  /** Threads at once, this one too. Default 64, at most 1024. */
  readonly seatsMax?: number
  /** Blocks after which a lease expires that names no end. Default 100,800. */
  readonly leaseBlocks?: bigint
  /** Blocks after the end of a lease in which threads must close their views. Default 512. */
  readonly drainBlocks?: bigint
  /** For how long one turn of the lock must last until its thread counts as dead. Default 2000. */
  readonly takeoverMilliseconds?: number
  readonly meter?: PoolMeter
}

/** Options as they stand in the arena. */
export interface PoolSettings {
  readonly pages: number
  readonly segments: number
  readonly seats: number
  readonly warmPagesMax: number
  readonly warmTtlBlocks: number
  readonly leaseBlocks: number
  readonly drainBlocks: number
  readonly takeoverMilliseconds: number
}

const PAGES_LIMIT = 2 ** 31 - 1
const BLOCKS_MAX = BigInt(Number.MAX_SAFE_INTEGER)

/** Errors: `memory-options-invalid`. */
export function parsePoolOptions(options: PoolOptions): PoolSettings {
  const bytes = within('bytes', options.bytes, { min: PAGE_BYTES, max: PAGES_LIMIT * PAGE_BYTES })
  const pages = Math.floor(bytes / PAGE_BYTES)
  const { segmentsMax = Math.min(pages, SEGMENTS_LIMIT), seatsMax = 64 } = options
  const { leaseBlocks = 100_800n, drainBlocks = 512n, takeoverMilliseconds = 2000 } = options
  const { warmBytesMax = Math.floor(pages / 4) * PAGE_BYTES, warmTtlBlocks = 4096n } = options
  return {
    pages,
    segments: within('segmentsMax', segmentsMax, { min: 1, max: SEGMENTS_LIMIT }),
    seats: within('seatsMax', seatsMax, { min: 1, max: SEATS_LIMIT }),
    ...parseWarmLimits({ ...options, warmBytesMax, warmTtlBlocks }),
    leaseBlocks: blocks('leaseBlocks', leaseBlocks, 1n),
    drainBlocks: blocks('drainBlocks', drainBlocks, 0n),
    takeoverMilliseconds: within('takeoverMilliseconds', takeoverMilliseconds, {
      min: 1,
      max: 3_600_000,
    }),
  }
}

/** Errors: `memory-options-invalid`. */
export function parseWarmLimits({
  warmBytesMax,
  warmTtlBlocks,
  evictionOrder = 'lru',
}: Required<Pick<WarmLimits, 'warmBytesMax' | 'warmTtlBlocks'>> & WarmLimits): Pick<
  PoolSettings,
  'warmPagesMax' | 'warmTtlBlocks'
> {
  if ((evictionOrder as string) !== 'lru') throw refuse('evictionOrder', evictionOrder, '"lru"')
  const bounds = { min: 0, max: PAGES_LIMIT * PAGE_BYTES }
  return {
    warmPagesMax: Math.floor(within('warmBytesMax', warmBytesMax, bounds) / PAGE_BYTES),
    warmTtlBlocks: blocks('warmTtlBlocks', warmTtlBlocks, 0n),
  }
}

function within(
  option: string,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value
  throw refuse(option, value, `a whole number from ${min} to ${max}`)
}

function blocks(option: string, value: unknown, min: bigint): number {
  if (typeof value === 'bigint' && value >= min && value <= BLOCKS_MAX) return Number(value)
  throw refuse(option, value, `blocks as a bigint from ${min} to 2^53 - 1`)
}

function refuse(option: string, value: unknown, right: string): UsageError {
  return new UsageError({
    code: 'memory-options-invalid',
    message: `Pool option ${option} is ${String(value)}: give ${right}.`,
    details: { option, value: String(value) },
  })
}
