/** A seeded stream of whole numbers: the same seed gives the same example everywhere. */
export class RandomStream {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A whole number of at least 0 and below `limit`, at most 2^32. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }

  /** Picks by weight. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let left = this.below(items.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [item, weight] of items) {
      if (left < weight) return item
      left -= weight
    }
    throw new RangeError('nothing to pick from')
  }

  hex(bytes: number): string {
    return Array.from({ length: bytes }, () => this.below(256).toString(16).padStart(2, '0')).join(
      '',
    )
  }
}
