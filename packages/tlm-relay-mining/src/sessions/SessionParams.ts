import type { HistoryEntry } from '../history/latestAt.js'

/** The offsets that open and close the windows of a session, in blocks. */
export interface WindowOffsets {
  readonly claimWindowOpenOffsetBlocks: bigint
  readonly claimWindowCloseOffsetBlocks: bigint
  readonly proofWindowOpenOffsetBlocks: bigint
  readonly proofWindowCloseOffsetBlocks: bigint
}

/** The shared params that say when sessions end and when their claims settle. */
export interface SessionParams extends WindowOffsets {
  readonly blocksPerSession: bigint
}

/** Window offsets in force from a height on, until the next epoch. */
export interface SessionEpoch extends WindowOffsets, HistoryEntry {}

/** The offsets in force now, and every epoch there was, in any order. */
export interface SessionHistory {
  readonly live: WindowOffsets
  readonly history: readonly SessionEpoch[]
}
