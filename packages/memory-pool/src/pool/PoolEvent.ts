import type { SegmentId } from '../segments/SegmentId.js'

/** What a call did, with the bytes that it was about and the block height at which it came. */
export type PoolEvent = {
  readonly id: SegmentId
  readonly bytes: number
  readonly block: bigint
} & (
  | {
      readonly kind: 'reserve'
      readonly owner: string
      readonly key?: string
      readonly isWarm: boolean
    }
  | { readonly kind: 'write' | 'release'; readonly owner: string }
  | { readonly kind: 'clear' | 'expire' | 'evict' }
)

/**
 * Hears what this thread's calls did, each once it is done and no lock is held.
 *
 * It must not throw: what it throws comes out of a call that has already counted.
 */
export type PoolMeter = (event: PoolEvent) => void
