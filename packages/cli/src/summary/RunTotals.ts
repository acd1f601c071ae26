import { compareBytes } from '@tlmkit/core'
import type { LineResult, SettledGroup } from '../running/settleGroup.js'

/** Refused lines that are kept with their sentences. */
const KEPT_MAX = 100

/** How many commands were refused for one reason. */
export interface RefusalCount {
  readonly code: string
  readonly by: string
  readonly count: number
}

/** A settlement of a run. */
export interface SettlementLine {
  readonly id: string
  readonly height: bigint
  readonly receiptHash: string
}

/** What the groups of a run add up to. No line is held but the first refused ones. */
export class RunTotals {
  accepted = 0
  refused = 0
  repeated = 0
  /** Claims that the commands made. */
  claims = 0
  /** Settlements that were made before. */
  settledBefore = 0
  /** Settlements of this run, in order. */
  readonly settlements: SettlementLine[] = []
  readonly firstRefused: LineResult[] = []
  readonly #refusals = new Map<string, RefusalCount>()
  readonly #events = new Map<string, number>()

  add({ lines, settled }: SettledGroup): void {
    for (const line of lines) this.#addLine(line)
    if (settled === undefined) return
    if (settled.repeated) {
      this.settledBefore += 1
      return
    }
    const { settlement: id, height } = settled.receipt
    this.settlements.push({ id, height, receiptHash: settled.receiptHash })
  }

  /** The most frequent reasons first. */
  get refusals(): readonly RefusalCount[] {
    return [...this.#refusals.values()].sort((a, b) =>
      a.count === b.count ? compareBytes(a.code, b.code) : b.count - a.count,
    )
  }

  /** Events by name, in order of name, with how often they came. */
  get events(): readonly (readonly [event: string, count: number])[] {
    return [...this.#events].sort(([a], [b]) => compareBytes(a, b))
  }

  #addLine(line: LineResult): void {
    const { result } = line
    if (result.status === 'repeated') this.repeated += 1
    if (result.status === 'rejected') this.#addRefusal(line, result)
    if (result.status !== 'accepted') return
    this.accepted += 1
    this.claims += result.claims.length
    for (const { events } of result.entries) {
      for (const { event } of events) this.#events.set(event, (this.#events.get(event) ?? 0) + 1)
    }
  }

  #addRefusal(
    line: LineResult,
    { code, by }: { readonly code: string; readonly by: string },
  ): void {
    this.refused += 1
    if (this.firstRefused.length < KEPT_MAX) this.firstRefused.push(line)
    const name = `${by} ${code}`
    const count = (this.#refusals.get(name)?.count ?? 0) + 1
    this.#refusals.set(name, { code, by, count })
  }
}
