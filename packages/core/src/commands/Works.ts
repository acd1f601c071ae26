import type { State, Work } from '../state/State.js'

/** A work that a command changed; it holds nothing when the work was forgotten. */
interface Changed {
  work: Work | undefined
}

type ChangedWorks = Map<string, Changed>

/** How to take back one change. */
type Undo =
  | { readonly changed: Changed; readonly was: Work | undefined }
  | { readonly works: ChangedWorks; readonly id: string }

/**
 * The works of every lifecycle while commands run, with an undo list for the command at hand.
 *
 * Rule: a work that holds nothing is forgotten; what no command touched is not copied.
 */
export class Works {
  readonly #base: State['lifecycles']
  readonly #changed = new Map<string, ChangedWorks>()
  #undo: Undo[] = []

  constructor(base: State['lifecycles']) {
    this.#base = base
  }

  get(lifecycle: string, id: string): Work | undefined {
    const changed = this.#changed.get(lifecycle)?.get(id)
    return changed === undefined ? this.#base.get(lifecycle)?.get(id) : changed.work
  }

  set(lifecycle: string, id: string, work: Work | undefined): void {
    const works = this.#worksOf(lifecycle)
    const changed = works.get(id)
    if (changed === undefined) {
      works.set(id, { work })
      this.#undo.push({ works, id })
      return
    }
    this.#undo.push({ changed, was: changed.work })
    changed.work = work
  }

  /** Takes back every change since `keep`. */
  undo(): void {
    for (const undo of this.#undo.reverse()) {
      if ('changed' in undo) undo.changed.work = undo.was
      else undo.works.delete(undo.id)
    }
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
      for (const [id, { work }] of changed) {
        if (work === undefined) works.delete(id)
        else works.set(id, work)
      }
      if (works.size > 0 || this.#base.has(lifecycle)) after.set(lifecycle, works)
    }
    return after
  }

  #worksOf(lifecycle: string): ChangedWorks {
    let works = this.#changed.get(lifecycle)
    if (works === undefined) {
      works = new Map()
      this.#changed.set(lifecycle, works)
    }
    return works
  }
}
