import type { Network, Presented, State } from '@tlmkit/core'
import type { OnBytes } from '../reading/fileChunks.js'
import type { FileName } from '../reading/readBytes.js'
import { readScript, type ScriptLine } from '../reading/readScript.js'
import { settleGroup, type LineResult, type SettledGroup } from './settleGroup.js'
import { knownLines, type KnownLines } from './settlementIds.js'

/** What a file of commands is carried out on. */
export interface ScriptGround {
  readonly network: Network
  /** The state before the first line. */
  readonly state: State
  readonly tables: Readonly<Record<string, Presented>>
  readonly file: FileName
  /** First part of the ids of its settlements. */
  readonly name: string
  /** Commands that settle together. */
  readonly groupLines: number
  /** Height in blocks at which the run ends. */
  readonly until: bigint | undefined
  /** Whether the first refusal ends the run. */
  readonly stop: boolean
  readonly onBytes?: OnBytes | undefined
}

/**
 * Carries out a file of commands, group by group; only one group is held.
 *
 * Rule: the first line above `until` ends the run, and so does the first refusal with `stop`; what
 * follows is left. Lines that settled before under the same name are repeated, in the groups that
 * they settled in: a file may grow and be run again, or go on where it stopped.
 */
export class ScriptRun {
  readonly #ground: ScriptGround
  readonly #known: ReadonlyMap<number, KnownLines>
  #state: State
  #stopped: LineResult | undefined
  #firstLeft: ScriptLine | undefined
  #left = 0

  constructor(ground: ScriptGround) {
    this.#ground = ground
    this.#known = knownLines(ground.state, ground.name)
    this.#state = ground.state
  }

  /** The state after the groups so far. */
  get state(): State {
    return this.#state
  }

  /** The line whose refusal ended the run. */
  get stopped(): LineResult | undefined {
    return this.#stopped
  }

  /** The first line above `until`. */
  get firstLeft(): ScriptLine | undefined {
    return this.#firstLeft
  }

  /** Lines that were not carried out because the run had ended. */
  get left(): number {
    return this.#left
  }

  /** Carries out the file. Errors: those of `settleGroup`, and the faults of files. */
  async *groups(): AsyncGenerator<SettledGroup, void> {
    const { file, onBytes } = this.#ground
    let lines: ScriptLine[] = []
    let known: KnownLines | undefined
    for await (const line of readScript(file, onBytes)) {
      if (known !== undefined && lines.length > 0 && line.number > known.last) {
        yield this.#settle(lines, known)
        lines = []
      }
      if (lines.length === 0) known = this.#known.get(line.number)
      if (known === undefined && this.#isPastEnd(line)) {
        this.#left += 1
        continue
      }
      lines.push(line)
      const isFull =
        known === undefined
          ? lines.length === this.#ground.groupLines || this.#known.has(line.number + 1)
          : line.number === known.last
      if (!isFull) continue
      yield this.#settle(lines, known)
      lines = []
    }
    if (lines.length > 0) yield this.#settle(lines, known)
  }

  #isPastEnd(line: ScriptLine): boolean {
    const { until } = this.#ground
    if (this.#stopped !== undefined || this.#firstLeft !== undefined) return true
    if (until === undefined || line.height === undefined || line.height <= until) return false
    this.#firstLeft = line
    return true
  }

  #settle(lines: readonly ScriptLine[], known: KnownLines | undefined): SettledGroup {
    const { network, tables, name, stop } = this.#ground
    const group = settleGroup(lines, {
      ...{ network, tables, name, stop },
      state: this.#state,
      known: known?.receipt,
    })
    this.#state = group.settled?.state ?? this.#state
    this.#stopped ??= group.stopped
    if (group.stopped !== undefined) this.#left += lines.length - group.lines.length
    return group
  }
}
