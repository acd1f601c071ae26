import { defineLifecycle } from '@tlmkit/core'

/** What is kept of a node over its batches. */
export type NodeState = {
  /** Batches in a row that failed or expired by its fault. */
  readonly strikes: bigint
  /** Height, in blocks, from which it is not listed any more; 0: it never was. */
  readonly listedUntil: bigint
  /** What it was paid for and had accepted in the last of these batches, in base units. */
  readonly failedPay: bigint
}

/** The watchlist: nodes that failed, as works of their names. */
export const microtaskNodes = defineLifecycle<NodeState>()({
  name: 'microtask-nodes',
  commands: {},
})
