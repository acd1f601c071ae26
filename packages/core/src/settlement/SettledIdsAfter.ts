import type { Row } from '../claims/columns.js'
import { keyText } from '../claims/keyOf.js'
import type { SettledIds, State } from '../state/State.js'
import type { SettlementContext } from './SettlementContext.js'

/** Ids gathered before those that the watermark will drop are looked for. */
const GATHERED_MIN = 4096

interface Gathered {
  readonly watermark: { readonly column: string; readonly keep: bigint } | undefined
  readonly ids: Map<string, bigint>
  newest: bigint
  /** Size at which ids are dropped the next time. */
  full: number
}

/**
 * Gathers the settled ids of each kind while a settlement runs.
 *
 * Rule: claims that settled or finished are kept, until the watermark passes them. It follows the
 * newest of them, never beyond the settlement's height, so that no claim can push it ahead.
 */
export class SettledIdsAfter {
  readonly #context: SettlementContext
  readonly #gathered = new Map<string, Gathered>()

  constructor(context: SettlementContext) {
    this.#context = context
  }

  /** Adds a claim that settled or finished. */
  add(kind: string, key: readonly string[], row: Row): void {
    const column = this.#of(kind).watermark?.column
    const value = column === undefined ? 0n : row[column]
    this.addMark(kind, keyText(key), typeof value === 'bigint' ? value : 0n)
  }

  /**
   * Moves the watermark up to the newest height of some claims. Gives the height at or below which
   * ids need not be kept; undefined where every id is.
   */
  follow(kind: string, newest: bigint): bigint | undefined {
    return this.#follow(this.#of(kind), newest)
  }

  #follow(gathered: Gathered, newest: bigint): bigint | undefined {
    const bounded = newest < this.#context.height ? newest : this.#context.height
    if (bounded > gathered.newest) gathered.newest = bounded
    return watermarkOf(gathered)
  }

  /** Adds a claim by the text of its key and the height that the watermark goes by. */
  addMark(kind: string, key: string, mark: bigint): void {
    const gathered = this.#of(kind)
    const threshold = this.#follow(gathered, mark)
    if (threshold !== undefined && mark <= threshold) return
    gathered.ids.set(key, mark)
    if (gathered.ids.size < gathered.full) return
    drop(gathered.ids, threshold)
    gathered.full = Math.max(GATHERED_MIN, 2 * gathered.ids.size)
  }

  /** The settled ids of every kind after the settlement. */
  finish(): State['settledIds'] {
    const { settledIds } = this.#context.state
    const after = new Map(settledIds)
    for (const [kind, gathered] of this.#gathered) {
      if (gathered.newest === 0n && gathered.ids.size === 0) continue
      const before: SettledIds | undefined = settledIds.get(kind)
      const moved = watermarkOf(gathered)
      const watermark = latest(before?.watermark, moved)
      const ids = new Map(before?.ids)
      for (const [key, mark] of gathered.ids) ids.set(key, mark)
      drop(ids, watermark)
      after.set(kind, { watermark, ids })
    }
    return after
  }

  #of(kind: string): Gathered {
    let gathered = this.#gathered.get(kind)
    if (gathered === undefined) {
      const watermark = this.#context.network.kinds.get(kind)?.default.kind.watermark
      gathered = { watermark, ids: new Map(), newest: 0n, full: GATHERED_MIN }
      this.#gathered.set(kind, gathered)
    }
    return gathered
  }
}

function watermarkOf({ newest, watermark }: Gathered): bigint | undefined {
  const keep = watermark?.keep
  return keep !== undefined && newest > keep ? newest - keep : undefined
}

function latest(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a > b ? a : b
}

/** Drops the ids at or below a watermark. */
function drop(ids: Map<string, bigint>, watermark: bigint | undefined): void {
  if (watermark === undefined) return
  for (const [key, mark] of ids) if (mark <= watermark) ids.delete(key)
}
