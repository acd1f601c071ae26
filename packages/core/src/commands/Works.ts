import type { State, Work } from '../state/State.js'

/**
 * The works of every lifecycle while commands run, with an undo list for the command at hand.
 *
 * Rule: a work that holds nothing is forgotten; what no command touched is not copied.
 */
export class Works {
  readonly #base: State['lifecycles']
  readonly #changed = new Map<string, Map<string, Work | undefined>>()
  #undo: { readonly lifecycle: string; readonly id: string; readonly was: Work | undefined }[] = []

  constructor(base: State['lifecycles']) {
    this.#base = base
  }

  get(lifecycle: string, id: string): Work | undefined {
    const changed = this.#changed.get(lifecycle)
    const work = changed?.get(id)
    if (work !== undefined || changed?.has(id) === true) return work
    return this.#base.get(lifecycle)?.get(id)
  }

  set(lifecycle: string, id: string, work: Work | undefined): void {
    this.#undo.push({ lifecycle, id, was: this.get(lifecycle, id) })
    this.#put(lifecycle, id, work)
  }

  /** Takes back every change since `keep`. */
  undo(): void {
    for (const { lifecycle, id, was } of this.#undo.reverse()) this.#put(lifecycle, id, was)
    this.#undo = []
  }

  /** Makes the changes since the last `keep` final. */
  keep(): void {
    this.#undo = []
  }

  /** All works after the commands. */
  finish(): State['lifecycles'] {
    const after = new Map(this.#base)
    for (const [lifecycle, changed] of this.#changed) {
      const works = new Map(after.get(lifecycle))
      for (const [id, work] of changed) {
        if (work === undefined) works.delete(id)
        else works.set(id, work)
      }
      if (works.size > 0 || this.#base.has(lifecycle)) after.set(lifecycle, works)
    }
    return after
  }

  #put(lifecycle: string, id: string, work: Work | undefined): void {
    let changed = this.#changed.get(lifecycle)
    if (changed === undefined) {
      changed = new Map()
      this.#changed.set(lifecycle, changed)
    }
    changed.set(id, work)
  }
}
