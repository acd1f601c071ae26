/** An entry that holds from a height on, until the next one. */
export interface HistoryEntry {
  readonly effectiveHeight: bigint
}

/**
 * The entry in force at a height, or undefined before the first one.
 *
 * Rule: the greatest effective height up to `height`; of two at the same height, the later listed.
 * Units: block heights.
 */
export function latestAt<Entry extends HistoryEntry>(
  history: readonly Entry[],
  height: bigint,
): Entry | undefined {
  let latest: Entry | undefined
  for (const entry of history) {
    if (entry.effectiveHeight > height) continue
    if (latest === undefined || entry.effectiveHeight >= latest.effectiveHeight) latest = entry
  }
  return latest
}
