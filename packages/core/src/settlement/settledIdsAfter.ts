import type { Row } from '../claims/columns.js'
import { keyText } from '../claims/keyOf.js'
import type { JournalBlock } from '../journal/Journal.js'
import type { SettledIds, State } from '../state/State.js'
import type { SettlementContext } from './SettlementContext.js'

/** What a settlement settled: its journal, and the rows of its claims by kind. */
export interface SettledClaims {
  readonly blocks: readonly JournalBlock[]
  readonly collected: ReadonlyMap<string, readonly ClaimRow[]>
}

interface ClaimRow {
  readonly key: readonly string[]
  readonly row: Row
}

/**
 * The settled ids of each kind after a settlement.
 *
 * Rule: claims that settled or finished are kept, until the watermark passes them. It follows the
 * newest of them, never beyond the settlement's height, so that no claim can push it ahead.
 */
export function settledIdsAfter(
  context: SettlementContext,
  { blocks, collected }: SettledClaims,
): State['settledIds'] {
  const { state, network, height } = context
  const ended = new Map<string, string[]>()
  for (const { entries } of blocks) {
    for (const { type, kind, key, status } of entries) {
      if (type !== 'claim' || status === 'discarded') continue
      const keys = ended.get(kind)
      if (keys === undefined) ended.set(kind, [keyText(key)])
      else keys.push(keyText(key))
    }
  }
  const after = new Map(state.settledIds)
  for (const [kind, keys] of ended) {
    const mark = network.kinds.get(kind)?.default.kind.watermark
    const marks = new Map(
      (collected.get(kind) ?? []).map((claim) => [
        keyText(claim.key),
        mark === undefined ? 0n : whole(claim.row[mark.column]),
      ]),
    )
    after.set(kind, advance(state.settledIds.get(kind), { keys, marks, keep: mark?.keep, height }))
  }
  return after
}

interface NewlySettled {
  readonly keys: readonly string[]
  readonly marks: ReadonlyMap<string, bigint>
  readonly keep: bigint | undefined
  readonly height: bigint
}

/** Adds ids, and drops those at or below the watermark, which moves up with the newest claim. */
function advance(before: SettledIds | undefined, settled: NewlySettled): SettledIds {
  const ids = new Map(before?.ids)
  let newest = 0n
  for (const key of settled.keys) {
    const mark = settled.marks.get(key) ?? 0n
    ids.set(key, mark)
    const bounded = mark < settled.height ? mark : settled.height
    if (bounded > newest) newest = bounded
  }
  if (settled.keep === undefined) return { watermark: before?.watermark, ids }
  const moved = newest > settled.keep ? newest - settled.keep : undefined
  const earlier = before?.watermark
  const watermark =
    moved === undefined || (earlier !== undefined && earlier > moved) ? earlier : moved
  if (watermark !== undefined) {
    for (const [key, mark] of ids) if (mark <= watermark) ids.delete(key)
  }
  return { watermark, ids }
}

function whole(value: unknown): bigint {
  return typeof value === 'bigint' ? value : 0n
}
