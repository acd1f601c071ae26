import { defineLifecycle } from '@tlmkit/core'
import type { ExecutorState, SegmentState } from './BatchState.js'

/** Segments, as works `<batch>/<segment>` that the commands of batches tell. */
export const batchSegments = defineLifecycle<SegmentState>()({
  name: 'batch-segments',
  commands: {},
})

/** Executors, as works `<batch>/<node>`. */
export const batchExecutors = defineLifecycle<ExecutorState>()({
  name: 'batch-executors',
  commands: {},
})

/** What bonuses took from the treasury in an epoch, in base units. */
export type TreasuryState = {
  readonly epoch: bigint
  /** What the treasury held when the epoch's first batch of source treasury was submitted. */
  readonly opening: bigint
  readonly spent: bigint
}

/** The treasury's bonuses, as the one work `treasury`. */
export const batchTreasury = defineLifecycle<TreasuryState>()({
  name: 'batch-treasury',
  commands: {},
})

export const TREASURY = 'treasury'
