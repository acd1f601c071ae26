import { defineLifecycle } from '@tlmkit/core'
import type { RatioState } from '../rewards/RatioState.js'

/** A node whose heartbeats are watched. */
export type NodeWatch = {
  readonly status: 'watched' | 'retired'
  /** Its last heartbeat: seconds, blocks, and its own stake then in base units. */
  readonly beatTime: bigint
  readonly beatHeight: bigint
  readonly own: bigint
  /** What held at that heartbeat: seconds that are no offence, and what the next downtime costs. */
  readonly silenceMax: bigint
  readonly rate: RatioState
  /** Downtimes so far. */
  readonly offences: bigint
  /** The first and the last week of which its heartbeats are kept. */
  readonly oldestWeek: bigint
  readonly newestWeek: bigint
  /** Whether the silence since the last heartbeat was slashed. */
  readonly isSlashed: boolean
}

/** Names the lifecycle of heartbeats, whose works are nodes. */
export const nodeWatches = defineLifecycle<NodeWatch>()({ name: 'heartbeats', commands: {} })
