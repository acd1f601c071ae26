import type { RewardKinds } from './rewardKinds.js'
import type { RewardMoney } from './turnWeek.js'
import type { VoterBook } from './VoterBook.js'

/** What the commands of streams and rewards work with. */
export interface RewardEnvironment extends RewardMoney {
  readonly kinds: RewardKinds
  readonly voters: VoterBook
}
