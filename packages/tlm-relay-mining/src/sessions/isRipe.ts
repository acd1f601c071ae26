import { offsetsAt } from './offsetsAt.js'
import type { SessionHistory } from './SessionParams.js'
import { settlementTail } from './settlementTail.js'

export interface RipenessQuery extends SessionHistory {
  readonly height: bigint
  readonly sessionEnd: bigint
}

/**
 * Says whether the claims of a session may settle at a height.
 *
 * Rule: height > session end + tail of the offsets in force at the session's end. So a shorter
 * window that starts later never settles an older session early.
 * Units: block heights.
 * Source: spec/pocket.md section 1.1, ripeness gate.
 * @example isRipe({ height: 20n, sessionEnd: 10n, live: offsets, history: [] }) // true for tail 9
 */
export function isRipe({ height, sessionEnd, ...offsets }: RipenessQuery): boolean {
  return height > sessionEnd + settlementTail(offsetsAt(offsets, sessionEnd))
}
