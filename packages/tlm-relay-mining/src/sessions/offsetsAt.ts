import { latestAt } from '../history/latestAt.js'
import type { SessionHistory, WindowOffsets } from './SessionParams.js'

/**
 * The window offsets in force at a height.
 *
 * Rule: the epoch with the greatest effective height up to `height`; before the first one, the
 * live offsets.
 * Units: block heights.
 * Source: spec/pocket.md section 1.1.
 */
export function offsetsAt({ live, history }: SessionHistory, height: bigint): WindowOffsets {
  return latestAt(history, height) ?? live
}
