import { defineLifecycle, type Lifecycle } from '@tlmkit/core'
import { claimReward } from './claimReward.js'
import { closeRewards } from './closeRewards.js'
import { openRewards } from './openRewards.js'
import { payVoters } from './payVoters.js'
import { payWeek } from './payWeek.js'
import { rewardCalendar } from './rewardCalendar.js'
import type { RewardEnvironment } from './RewardEnvironment.js'
import { rewardKinds } from './rewardKinds.js'
import { rewardTallies } from './rewardTallies.js'
import { rewardWeeks, type RewardWeek } from './rewardWeeks.js'
import { treasuryYears, type TreasuryYear } from './treasuryYears.js'
import { NO_VOTERS, type VoterBook } from './VoterBook.js'
import { voterPeriods, type VoterPeriod } from './voterPeriods.js'

export interface RewardOptions {
  readonly denomination: string
  /** Who voted; without it, the governance pool carries over. */
  readonly voters?: VoterBook
}

/**
 * The lifecycles of streams and rewards, all of which a network takes, along with those of
 * heartbeats.
 *
 * @example defineNetwork({ lifecycles: rewardLifecycles({ denomination: 'DGAI', voters }), ... })
 */
export function rewardLifecycles({
  denomination,
  voters = NO_VOTERS,
}: RewardOptions): readonly Lifecycle[] {
  const environment: RewardEnvironment = { denomination, kinds: rewardKinds(denomination), voters }
  return [
    defineLifecycle<TreasuryYear>()({
      name: treasuryYears.name,
      commands: { payWeek: payWeek(environment) },
    }),
    defineLifecycle<VoterPeriod>()({
      name: voterPeriods.name,
      commands: { payVoters: payVoters(environment) },
    }),
    defineLifecycle<RewardWeek>()({
      name: rewardWeeks.name,
      commands: {
        openRewards: openRewards(environment),
        claimReward: claimReward(environment),
        closeRewards: closeRewards(environment),
      },
    }),
    rewardTallies,
    rewardCalendar,
  ]
}
