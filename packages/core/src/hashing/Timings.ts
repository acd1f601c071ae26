/** Parts of a settlement that can be timed. */
export type PhaseName = 'read' | 'settle' | 'encode' | 'hash' | 'write' | 'close' | 'root'

/** Time spent per phase, where the host gives a clock; the core has none. */
export class Timings {
  readonly #now: (() => number) | undefined
  readonly #spent = new Map<PhaseName, number>()
  #phase: PhaseName | undefined
  #since = 0

  constructor(now: (() => number) | undefined) {
    this.#now = now
  }

  /** From now on time counts for `phase`; undefined: for none. Gives the phase until now. */
  start(phase: PhaseName | undefined): PhaseName | undefined {
    const before = this.#phase
    if (this.#now === undefined || phase === before) return before
    const now = this.#now()
    if (before !== undefined) {
      this.#spent.set(before, (this.#spent.get(before) ?? 0) + now - this.#since)
    }
    this.#phase = phase
    this.#since = now
    return before
  }

  /** Phase -> time in the units of the clock. */
  get spent(): Readonly<Partial<Record<PhaseName, number>>> {
    return Object.fromEntries(this.#spent)
  }
}
