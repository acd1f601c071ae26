import { divide, UsageError } from '@tlmkit/core'
import { TASKS_MAX } from '../tasks/hashCount.js'

/** Tasks that a segment holds at most. */
const SEGMENT_SIZE_MAX = 1024

/** How the tasks of a batch fall into segments. */
export interface SegmentGrid {
  /** Tasks of the batch, 1 to 2^32 - 1. */
  readonly taskCount: number
  /** Slots of the trace ring, 1 to 1,024: tasks of each segment but the last one. */
  readonly segmentSize: number
}

/** The tasks of one segment: the index of the first and their number. */
export interface SegmentTasks {
  readonly first: number
  readonly length: number
}

/** How many segments a batch has. Errors: `segment-grid-invalid`. */
export function segmentCount({ taskCount, segmentSize }: SegmentGrid): number {
  assertGrid({ taskCount, segmentSize })
  return Number(divide(BigInt(taskCount), BigInt(segmentSize), 'ceil'))
}

/** The segment that a task is in. Errors: `segment-grid-invalid`. */
export function segmentOf(index: number, { taskCount, segmentSize }: SegmentGrid): number {
  assertGrid({ taskCount, segmentSize })
  return Number(divide(BigInt(index), BigInt(segmentSize), 'floor'))
}

/** The tasks of a segment; none where the batch has no such segment. */
export function segmentTasks(segment: number, grid: SegmentGrid): SegmentTasks | undefined {
  const isSegment = Number.isSafeInteger(segment) && segment >= 0 && segment < segmentCount(grid)
  if (!isSegment) return undefined
  const first = segment * grid.segmentSize
  return { first, length: Math.min(grid.segmentSize, grid.taskCount - first) }
}

/** Refuses numbers that no batch has. Errors: `segment-grid-invalid`. */
export function assertGrid({ taskCount, segmentSize }: SegmentGrid): void {
  const isCount = Number.isSafeInteger(taskCount) && taskCount > 0 && taskCount <= TASKS_MAX
  const isSize = Number.isSafeInteger(segmentSize) && segmentSize > 0
  if (isCount && isSize && segmentSize <= SEGMENT_SIZE_MAX) return
  throw new UsageError({
    code: 'segment-grid-invalid',
    message: `${taskCount} tasks in segments of ${segmentSize}: give 1 to 2^32 - 1 and 1 to 1024.`,
    details: { taskCount, segmentSize },
  })
}
