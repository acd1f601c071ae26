import { HASH_BYTES } from '../tasks/TaggedHash.js'
import { readRow, ROW_BYTES } from '../trace/TraceRow.js'
import type { CommittedBatch } from './CommittedBatch.js'
import type { BadRow } from './TraceVerdict.js'
import { membershipOnly } from './RowCheck.js'

export interface PlacedRow {
  /** Holds the row and, right behind it, the hash of the task at its index. */
  readonly bytes: Uint8Array
  readonly at: number
  readonly segment: number
  readonly slot: number
}

/**
 * What is bad about a row that opened, or nothing.
 *
 * Rule: its task hash is that of the task at its index, and then the batch's row check accepts it.
 */
export function judgeRow(work: CommittedBatch, placed: PlacedRow): BadRow | undefined {
  const { bytes, at } = placed
  for (let i = 0; i < HASH_BYTES; i++) {
    if (bytes[at + i] !== bytes[at + ROW_BYTES + i]) return badRow(work, placed, 'another-task')
  }
  return judgeAnswer(work, placed)
}

/** What the batch's row check finds bad about a row, whichever task it names, or nothing. */
export function judgeAnswer(work: CommittedBatch, placed: PlacedRow): BadRow | undefined {
  const { rowCheck = membershipOnly, batch, segmentSize } = work
  const { bytes, at, segment, slot } = placed
  const place = { batch, segment, slot, index: segment * segmentSize + slot }
  const isGood = rowCheck.check(readRow(bytes, at), place)
  return isGood ? undefined : badRow(work, placed, 'row-check')
}

function badRow(work: CommittedBatch, placed: PlacedRow, cause: BadRow['cause']): BadRow {
  const { segment, slot } = placed
  return { segment, slot, index: segment * work.segmentSize + slot, cause }
}
