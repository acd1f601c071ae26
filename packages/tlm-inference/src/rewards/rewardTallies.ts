import { defineLifecycle } from '@tlmkit/core'
import type { RatioState } from './RatioState.js'

/** Who earns rewards. */
export const REWARD_ROLES = ['node', 'adaptor'] as const
export type RewardRole = (typeof REWARD_ROLES)[number]

/** What one node served, or one adaptor routed, in a week. */
export type RewardTally = {
  /** Compute units, for figures. */
  readonly cu: bigint
  /** Gross of its bills, in base units: its work. */
  readonly gross: bigint
  /** Gross x lateness, summed over the bills. */
  readonly late: RatioState
}

/** Tallies of nodes and adaptors, as works `<week>/<role>/<name>`, until they are claimed. */
export const rewardTallies = defineLifecycle<RewardTally>()({
  name: 'reward-tallies',
  commands: {},
})

/** Name of the work that holds a tally. */
export function tallyWork(week: bigint, role: RewardRole, name: string): string {
  return `${week}/${role}/${name}`
}
