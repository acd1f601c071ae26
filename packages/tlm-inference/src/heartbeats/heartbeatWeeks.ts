import { defineLifecycle } from '@tlmkit/core'

/** Heartbeats of a node in a week. */
export type HeartbeatWeek = {
  /** Seconds of which one heartbeat counts, the week through. */
  readonly interval: bigint
  /** Intervals of the week with a heartbeat. */
  readonly seen: bigint
  /** The last of them. */
  readonly slot: bigint
  /** The next week in which the node sent one; 0 where there is none yet. */
  readonly next: bigint
}

/** Heartbeats by week and node, works `<week>/<node>`, while they may earn a reward. */
export const heartbeatWeeks = defineLifecycle<HeartbeatWeek>()({
  name: 'heartbeat-weeks',
  commands: {},
})

/** Name of the work that holds a node's heartbeats of a week. */
export function heartbeatWork(week: bigint, node: string): string {
  return `${week}/${node}`
}
