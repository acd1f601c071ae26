import type { TraceRow } from '../trace/TraceRow.js'

/** Where a row stands. */
export interface RowPlace {
  /** The id of the batch. */
  readonly batch: string
  readonly segment: number
  /** Position in the segment. */
  readonly slot: number
  /** Index in the batch: segment x segmentSize + slot. */
  readonly index: number
}

/**
 * Judges what a row answers: re-execution, an attestation, a model's own rule.
 *
 * It is asked only for rows that opened to the committed trace root, and never about membership,
 * which is judged of every row before. It is pure, gives the same verdict everywhere and does not
 * throw; the bytes of a row are whatever an executor committed.
 */
export interface RowCheck {
  readonly name: string
  /** What it checks, and what it does not. */
  readonly description: string
  check(row: TraceRow, place: RowPlace): boolean
}

/** The default row check: it accepts every row of the right task. */
export const membershipOnly: RowCheck = {
  name: 'membership',
  description:
    'Checks that each row is of the task at its index of the tasks root and is chained to the ' +
    'committed trace root. It does not check the answer.',
  check: () => true,
}
