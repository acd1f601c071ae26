import type { SegmentGrid } from '../trace/SegmentGrid.js'
import type { RowCheck } from './RowCheck.js'

/** What a batch committed to, against which proofs, rows and evidence are judged. */
export interface CommittedBatch extends SegmentGrid {
  /** The batch's id. */
  readonly batch: string
  /** 64 lower-case hex digits, as `batchSubmit` gave them. */
  readonly tasksRoot: string
  /** The committed trace root of a segment in hex; undefined where none is committed. */
  readonly traceRoot: (segment: number) => string | undefined
  /** The batch's own row check; `membershipOnly` unless given. */
  readonly rowCheck?: RowCheck | undefined
}
