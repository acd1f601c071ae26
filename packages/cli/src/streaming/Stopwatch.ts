import type { PhaseName } from '@tlmkit/core'

/** A part of a settlement from file to disk. */
export type StreamPhase = PhaseName | 'sort' | 'sync'

/** Milliseconds per part, or the units of the clock that was given. */
export type PhaseTimes = Readonly<Partial<Record<StreamPhase, number>>>

/** Adds up what parts of the work took. Without a clock it does nothing. */
export class Stopwatch {
  readonly #now: (() => number) | undefined
  readonly #spent = new Map<StreamPhase, number>()
  /** Time of acts within the act at hand: it is theirs. */
  #within = 0

  constructor(now: (() => number) | undefined) {
    this.#now = now
  }

  /** Phases and the time spent on each. */
  get spent(): PhaseTimes {
    return Object.fromEntries(this.#spent)
  }

  add(phase: StreamPhase, time: number): void {
    this.#spent.set(phase, (this.#spent.get(phase) ?? 0) + time)
  }

  /** Counts the time of an act for a phase, but for acts within it that count for others. */
  async during<T>(phase: StreamPhase, act: () => Promise<T> | T): Promise<T> {
    const outer = this.#within
    this.#within = 0
    const start = this.#now?.() ?? 0
    try {
      return await act()
    } finally {
      const time = (this.#now?.() ?? 0) - start
      this.add(phase, time - this.#within)
      this.#within = outer + time
    }
  }

  /** Counts the time that is spent waiting for the items of a stream. */
  async *through<T>(
    phase: StreamPhase,
    items: AsyncIterable<T> | Iterable<T>,
  ): AsyncGenerator<T, void> {
    const source =
      Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
    try {
      while (true) {
        const next = await this.during(phase, () => source.next())
        if (next.done === true) return
        yield next.value
      }
    } finally {
      await source.return?.()
    }
  }
}
