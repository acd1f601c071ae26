import { Hasher } from '../../hashing/Sha256.js'
import type { JournalEntry } from '../../journal/JournalEntry.js'
import type { CompiledPipeline } from '../../network/compileNetwork.js'
import type { Instruction, Plan, Statement } from '../../rules/Plan.js'
import { CompiledVersions } from '../../settlement/CompiledVersions.js'
import type { SettleResult } from '../../settlement/settle.js'
import { columnsOf } from '../compileColumns.js'
import type { FuzzCase } from './fuzzCase.fixture.js'

/** How often each feature occurred in random cases, so that nothing is left out unseen. */
export class FuzzCount {
  readonly #counts = new Map<string, number>()
  readonly #plans = new Set<string>()
  readonly #hasher = new Hasher()

  get plans(): number {
    return this.#plans.size
  }

  of(feature: string): number {
    return this.#counts.get(feature) ?? 0
  }

  add(feature: string, times = 1): void {
    this.#counts.set(feature, this.of(feature) + times)
  }

  /** Counts what one case had in it, and what it came to. */
  addCase(fuzz: FuzzCase, results: readonly SettleResult[], error: string | undefined): void {
    this.add(error === undefined ? 'case settles' : `case stops: ${error}`)
    const versions = new CompiledVersions(fuzz.network, this.#hasher)
    for (const { receipt, blocks, deferred, dust } of results) {
      for (const [place, id] of Object.entries(receipt.pipelines)) {
        const version = fuzz.state.params.find((each) => place.endsWith(`@${each.version}`))
        const [kind = '', route = ''] = place.split('@')[0]?.split('/') ?? []
        const compiled = versions
          .compile(version?.values ?? {})
          .pipelines.get(kind)
          ?.get(route)
        if (compiled === undefined) throw new Error(`no pipeline ${place}`)
        this.#addPipeline(compiled, id)
      }
      this.add('claim deferred', deferred.length)
      this.add('taker of dust', dust.length)
      for (const { entries } of blocks) for (const entry of entries) this.#addEntry(entry)
    }
  }

  #addPipeline(compiled: CompiledPipeline, id: string): void {
    this.add(columnsOf(compiled) === undefined ? 'segment by reference' : 'segment by column')
    if (this.#plans.has(id)) return
    this.#plans.add(id)
    const { nodes, stages } = compiled.plan
    for (const { operation, type } of nodes) {
      const how =
        'rounding' in operation ? operation.rounding : 'short' in operation ? operation.short : ''
      const chosen = operation.op === 'select' || operation.op === 'column' ? type : how
      this.add(`node ${operation.op} ${chosen}`.trim())
    }
    for (const { body, phase } of stages) {
      this.add(`stage ${phase}`)
      for (const each of body) this.#addInstruction(each, '', nodes)
    }
  }

  #addInstruction(instruction: Instruction, where: string, nodes: Plan['nodes']): void {
    if (typeof instruction === 'number') return
    const masked = instruction.mask.length
    const depth = masked === 0 ? '' : masked === 1 ? ' masked' : ' masked twice'
    this.add(`${where}${nameOf(instruction)}${depth}`)
    if (instruction.op === 'tally' && nodes[instruction.units]?.type === 'amount') {
      this.add(`${where}tally of an amount`)
    }
    if (instruction.op !== 'each') return
    for (const each of instruction.body) this.#addInstruction(each, 'in list: ', nodes)
  }

  #addEntry({ type, status, tlm, code, postings, events, witnesses, tallies }: JournalEntry): void {
    if (type !== 'claim') {
      this.add(`entry ${type}`)
      return
    }
    const own = status === 'settled' ? '' : ` ${tlm === 'intake' ? 'at intake ' : ''}${code}`
    this.add(`claim ${status}${own}`)
    const undone = status === 'discarded' ? (witnesses.at(-1) ?? 0n) : 0n
    if (undone > 0n) this.add('claim discarded after a posting')
    if (status === 'finished' && postings.length > 0) this.add('claim finished after a posting')
    this.add('posting', postings.length)
    this.add('posting of 2^64 and more', postings.filter(({ amount }) => amount >> 64n > 0n).length)
    this.add('event', events.length)
    this.add('tally', tallies.length)
    if (status !== 'discarded') this.add('witness', witnesses.length)
  }

  /** A line per feature, in order of its name. */
  table(): string {
    const names = [...this.#counts.keys()].sort((a, b) => (a < b ? -1 : 1))
    return names.map((name) => `${String(this.of(name)).padStart(9)}  ${name}`).join('\n')
  }
}

function nameOf(statement: Statement): string {
  const { op } = statement
  if (op === 'splitAmong') {
    const dust = typeof statement.dust === 'number' ? 'account' : statement.dust
    return `${op} ${dust}${statement.bucket === undefined ? '' : ' of ids'}`
  }
  if (op === 'take') return `${op} from ${statement.from.length}`
  return op === 'transfer' && statement.splitPart !== undefined ? 'transfer of a split' : op
}
