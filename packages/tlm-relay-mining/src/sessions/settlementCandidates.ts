import { settlementTail } from './settlementTail.js'
import type { SessionEpoch, SessionHistory } from './SessionParams.js'

export interface CandidateQuery extends SessionHistory {
  readonly height: bigint
}

/**
 * The session ends whose claims may be due at a height; each claim still has to be ripe.
 *
 * Rule: height - tail - 1 under the live offsets, then under every epoch from newest to oldest;
 * 0 or more, each once. An epoch is skipped when the last session end it covers was due before:
 * (next epoch's height - 1) + tail + 1 < height.
 * Units: block heights.
 * Source: spec/pocket.md section 1.1.
 * @example settlementCandidates({ height: 20n, live: offsets, history: [] }) // [10n] for tail 9
 */
export function settlementCandidates({ height, live, history }: CandidateQuery): readonly bigint[] {
  const ends = new Set([height - settlementTail(live) - 1n])
  let next: SessionEpoch | undefined
  for (const epoch of newestFirst(history)) {
    const tail = settlementTail(epoch)
    const isOver = next !== undefined && next.effectiveHeight + tail < height
    if (!isOver) ends.add(height - tail - 1n)
    next = epoch
  }
  return [...ends].filter((end) => end >= 0n)
}

function newestFirst(history: readonly SessionEpoch[]): readonly SessionEpoch[] {
  return history.toSorted((a, b) => {
    if (a.effectiveHeight === b.effectiveHeight) return 0
    return a.effectiveHeight > b.effectiveHeight ? -1 : 1
  })
}
