import { bytesToHex } from '@noble/hashes/utils.js'
import {
  bytesOf,
  exampleRows,
  exampleTask,
  exampleTasks,
  keccak,
  textHex,
} from '../plain.fixture.js'
import { tasksRoot } from '../tasks/tasksRoot.js'
import { batchIdOf } from '../trace/batchIdOf.js'
import { segmentCount, segmentTasks } from '../trace/SegmentGrid.js'
import { sealSegment } from '../trace/sealSegment.js'
import { ROW_BYTES } from '../trace/TraceRow.js'
import type { BatchTrace } from './BatchTrace.js'
import type { CommittedBatch } from './CommittedBatch.js'
import type { SegmentTrace } from './segmentRows.js'

export interface BatchOptions {
  readonly batch?: string
  readonly taskCount?: number
  readonly segmentSize?: number
  /** Indices whose rows are of a task that is not in the batch. */
  readonly bad?: readonly number[]
  readonly rows?: readonly string[]
}

export interface Batch {
  readonly trace: BatchTrace
  readonly work: CommittedBatch
  segment(segment: number): SegmentTrace
}

/** A batch of example tasks whose executors committed what they hold. */
export function batchOf(options: BatchOptions = {}): Batch {
  const { batch = 'batch-1', taskCount = 11, segmentSize = 4, bad = [] } = options
  const grid = { taskCount, segmentSize }
  const rows = bytesOf(...(options.rows ?? exampleRows(taskCount)))
  for (const index of bad) rows.set(bytesOf(exampleTask(1000 + index)), index * ROW_BYTES)
  const taskHashes = bytesOf(...exampleTasks(taskCount))
  const segment = (at: number): SegmentTrace => {
    const { first, length } = segmentTasks(at, grid) ?? { first: 0, length: 0 }
    const own = rows.slice(first * ROW_BYTES, (first + length) * ROW_BYTES)
    return { batch, ...grid, segment: at, rows: own }
  }
  const traceRoots = Array.from({ length: segmentCount(grid) }, (_, at) => {
    const place = { batchId: batchIdOf(batch), segment: at, segmentSize }
    const own = segment(at).rows
    return bytesToHex(sealSegment(place, own, segmentTasks(at, grid)?.length ?? 0).traceRoot)
  })
  return {
    trace: { batch, segmentSize, taskHashes, rows },
    work: {
      batch,
      ...grid,
      tasksRoot: bytesToHex(tasksRoot(taskHashes)),
      traceRoot: (at) => traceRoots[at],
    },
    segment,
  }
}

/** The hash of block `height` of an example chain. */
export function blockHash(height: number): string {
  return keccak(textHex(`block ${height}`))
}
