import { UsageError } from '@tlmkit/core'
import { hashCount } from '../tasks/hashCount.js'
import { ROW_BYTES } from '../trace/TraceRow.js'

/** What an aggregator holds of a batch: its tasks and the rows of all segments. */
export interface BatchTrace {
  /** The batch's id. */
  readonly batch: string
  readonly segmentSize: number
  /** Hashes of all tasks, one after another, 32 bytes each. */
  readonly taskHashes: Uint8Array
  /** Rows of all tasks, one after another, 112 bytes each. */
  readonly rows: Uint8Array
}

/** The number of tasks. Errors: `task-hashes-invalid`, `trace-rows-invalid`. */
export function traceCount({ taskHashes, rows }: BatchTrace): number {
  const count = hashCount(taskHashes)
  assertRows(rows, count)
  return count
}

/** Refuses bytes that are not `count` rows. Errors: `trace-rows-invalid`. */
export function assertRows(rows: Uint8Array, count: number): void {
  if (rows.length === count * ROW_BYTES) return
  throw new UsageError({
    code: 'trace-rows-invalid',
    message: `${rows.length} bytes of rows; ${count} rows are ${count * ROW_BYTES} bytes.`,
    details: { bytes: rows.length, rows: count },
  })
}
