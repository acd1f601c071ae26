import { defineLifecycle } from '@tlmkit/core'

/** A period of voter rewards that has ended: a week. */
export type VoterPeriod = {
  readonly status: 'open' | 'paid' | 'carried'
  /** Base units that came into the governance pool in it. */
  readonly pot: bigint
}

/** Names the lifecycle of voter rewards, whose works are weeks: `0`, `1`, ... */
export const voterPeriods = defineLifecycle<VoterPeriod>()({ name: 'voter-rewards', commands: {} })
