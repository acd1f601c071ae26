import { UsageError } from '@tlmkit/core'
import { batchIdOf } from './batchIdOf.js'
import { assertGrid, segmentOf, segmentTasks, type SegmentGrid } from './SegmentGrid.js'
import { sealSegment, type SegmentSeal } from './sealSegment.js'
import { ROW_BYTES, writeRow, type TraceRow } from './TraceRow.js'

export interface TraceRingOptions extends SegmentGrid {
  /** The batch's id. */
  readonly batch: string
}

/** A sealed segment: its hashes and the rows that open them. */
export interface SealedSegment extends SegmentSeal {
  readonly segment: number
  /** The rows in order, 112 bytes each. */
  readonly rows: Uint8Array
}

interface OpenSegment {
  readonly segment: number
  readonly first: number
  readonly length: number
}

/**
 * The trace of an executor: `segmentSize` slots, which one segment at a time fills in any order.
 *
 * Rule: a full ring is sealed, and so is one that holds all tasks of the last segment; slots
 * behind them are empty. A sealed ring is empty again and takes any segment next.
 * Errors: `segment-grid-invalid`, `trace-index-invalid`, `trace-slot-taken`,
 * `trace-segment-open`, `trace-row-invalid`. After an error nothing has changed.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export class TraceRing {
  readonly #grid: SegmentGrid
  readonly #batchId: Uint8Array
  readonly #rows: Uint8Array
  readonly #taken: Uint8Array
  #open: OpenSegment | undefined
  #filled = 0

  constructor({ batch, taskCount, segmentSize }: TraceRingOptions) {
    assertGrid({ taskCount, segmentSize })
    this.#grid = { taskCount, segmentSize }
    this.#batchId = batchIdOf(batch)
    this.#rows = new Uint8Array(segmentSize * ROW_BYTES)
    this.#taken = new Uint8Array(segmentSize)
  }

  /** Slots that hold a row which is not sealed yet. */
  get filled(): number {
    return this.#filled
  }

  /** Puts the row of the task at `index` of the batch; returns the segment that it completes. */
  write(index: number, row: TraceRow): SealedSegment | undefined {
    const open = this.#open ?? this.#opening(index)
    const slot = this.#slotOf(index, open)
    writeRow(row, this.#rows, slot * ROW_BYTES)
    this.#taken[slot] = 1
    this.#filled += 1
    this.#open = open
    return this.#filled === open.length ? this.#seal(open) : undefined
  }

  #opening(index: number): OpenSegment {
    const isTask = Number.isSafeInteger(index) && index >= 0 && index < this.#grid.taskCount
    const segment = isTask ? segmentOf(index, this.#grid) : -1
    const tasks = segmentTasks(segment, this.#grid)
    if (tasks !== undefined) return { segment, ...tasks }
    throw this.#indexInvalid(index)
  }

  #slotOf(index: number, { segment, first, length }: OpenSegment): number {
    const slot = index - first
    const isInside = Number.isSafeInteger(slot) && slot >= 0 && slot < length
    if (isInside && this.#taken[slot] === 0) return slot
    if (isInside) throw slotTaken(index, slot)
    const other = this.#opening(index)
    if (this.#taken[index - other.first] === 1) throw slotTaken(index, index - other.first)
    throw new UsageError({
      code: 'trace-segment-open',
      message: `Task ${index} is of segment ${other.segment}; segment ${segment} is not sealed yet.`,
      details: { index, open: segment },
    })
  }

  #seal({ segment, length }: OpenSegment): SealedSegment {
    const rows = this.#rows.slice(0, length * ROW_BYTES)
    const place = { batchId: this.#batchId, segment, segmentSize: this.#grid.segmentSize }
    const seal = sealSegment(place, rows, length)
    this.#taken.fill(0)
    this.#filled = 0
    this.#open = undefined
    return { segment, rows, ...seal }
  }

  #indexInvalid(index: number): UsageError {
    const { taskCount } = this.#grid
    return new UsageError({
      code: 'trace-index-invalid',
      message: `Task ${index}: the batch has tasks 0 to ${taskCount - 1}.`,
      details: { index, taskCount },
    })
  }
}

function slotTaken(index: number, slot: number): UsageError {
  return new UsageError({
    code: 'trace-slot-taken',
    message: `Task ${index}: slot ${slot} holds a row that is not sealed; seal its segment first.`,
    details: { index, slot },
  })
}
