import type { SettleResult, State } from '@tlmkit/core'
import { journalText, receiptText, stateText } from './settlementTexts.js'
import { StagedFiles, within, type FileTarget } from './StagedFiles.js'
import { writeText } from './writeTogether.js'

/** Where the files of a run go. */
interface RunTargets {
  readonly out: FileTarget | undefined
  readonly stateOut: FileTarget | undefined
}

/**
 * The files of a run: a folder with journal and receipt for each settlement, and the state after.
 *
 * Rule: they are written while the run goes on, under temporary names, and renamed at its end.
 * Errors: `disk-full`, `file-not-permitted` and the other faults of files.
 */
export class RunFiles {
  readonly #files = new StagedFiles()
  readonly #targets: RunTargets
  #settlements = 0

  constructor(targets: RunTargets) {
    this.#targets = targets
  }

  /** Writes journal and receipt of a settlement that was made just now. */
  add({ receipt, blocks, repeated }: SettleResult): void {
    const { out } = this.#targets
    if (out === undefined || repeated) return
    const folder = within(out, receipt.settlement)
    this.#write(within(folder, 'journal.ndjson'), journalText(blocks))
    this.#write(within(folder, 'receipt.json'), [receiptText(receipt)])
    this.#settlements += 1
  }

  /** Writes the state and renames all files. Gives their names, folders as one. */
  commit(state: State): readonly string[] {
    const { out, stateOut } = this.#targets
    if (stateOut !== undefined) this.#write(stateOut, [stateText(state)])
    this.#files.commit()
    const folder = this.#settlements === 0 ? undefined : out
    return [folder, stateOut].flatMap((target) => (target === undefined ? [] : [target.shown]))
  }

  /** Leaves nothing of what was written. */
  discard(): void {
    this.#files.discard()
  }

  #write(target: FileTarget, text: Iterable<string>): void {
    writeText(this.#files.stage(target), text)
  }
}
