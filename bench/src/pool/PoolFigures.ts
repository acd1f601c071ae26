/** Nanoseconds of one way to get memory of one size and give it back. */
export interface SizeFigures {
  readonly bytes: number
  /** Whether one byte a page is written. */
  readonly isTouched: boolean
  readonly nanoseconds: Readonly<Record<WayName, number>>
}

export type WayName =
  | 'warm'
  | 'handed'
  | 'uint8Array'
  | 'alloc'
  | 'allocUnsafe'
  /** Allocated and filled with a byte that is not 0. */
  | 'filled'

/** Nanoseconds of operations on a pool with so many warm segments. */
export interface LruFigures {
  readonly segments: number
  /** Reserving one by its key, and releasing it. */
  readonly reuse: number
  /** Evicting the one released first for a new one, whose page is zeroed. */
  readonly evict: number
}

export interface PoolFigures {
  readonly rounds: number
  readonly sizes: readonly SizeFigures[]
  readonly lru: readonly LruFigures[]
}
