import { latestAt, type HistoryEntry } from '../history/latestAt.js'

/** Compute units of one relay, from a height on. */
export interface ComputeUnitsPerRelayEntry extends HistoryEntry {
  readonly computeUnitsPerRelay: bigint
}

export interface ComputeUnitsPerRelayHistory {
  /** In any order. */
  readonly history: readonly ComputeUnitsPerRelayEntry[]
  /** Of the service as it is now; absent when there is no such service. */
  readonly live?: bigint | undefined
}

/**
 * Compute units that one relay of a service cost at a height, or undefined for no such service.
 *
 * Rule: the entry with the greatest effective height up to `height`, else the live value. A claim
 * is checked at its session's start, so a change during a session does not touch it.
 * Units: compute units; block heights.
 * Source: spec/pocket.md section 1.3.
 * @example
 * const history = [{ effectiveHeight: 10n, computeUnitsPerRelay: 100n }]
 * computeUnitsPerRelayAt({ history, live: 42n }, 19n) // 100n
 */
export function computeUnitsPerRelayAt(
  { history, live }: ComputeUnitsPerRelayHistory,
  height: bigint,
): bigint | undefined {
  return latestAt(history, height)?.computeUnitsPerRelay ?? live
}
