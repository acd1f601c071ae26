export { billParams } from './params.js'
export { countBill, type CountedBill } from './rewards/countBill.js'
export { rewardCalendar, type CalendarState } from './rewards/rewardCalendar.js'
export {
  checkRewardParams,
  rewardParams,
  type LostShares,
  type RewardParams,
} from './rewards/rewardParams.js'
export { rewardTallies, type RewardRole, type RewardTally } from './rewards/rewardTallies.js'
export { rewardWeeks, type RewardWeek } from './rewards/rewardWeeks.js'
export { treasuryYears, type TreasuryYear } from './rewards/treasuryYears.js'
export { turnWeek, type RewardMoney } from './rewards/turnWeek.js'
export { voterPeriods, type VoterPeriod } from './rewards/voterPeriods.js'
export { WEEK_SECONDS, weekOf, YEAR_WEEKS, yearOf, type Moment } from './rewards/weekOf.js'
export { slashBurn } from './slashing/slashBurn.js'
export { slashedNodes, type SlashedNode } from './slashing/slashedNodes.js'
export { slashEvidence, type EvidenceState } from './slashing/slashEvidence.js'
export { slashKinds, type SlashKinds } from './slashing/slashKinds.js'
export {
  slashNode,
  type NodeSlash,
  type Offence,
  type SlashEnvironment,
} from './slashing/slashNode.js'
export { checkSlashParams, slashParams, type SlashParams } from './slashing/slashParams.js'
export { slashPipelines, type SlashPipelineOptions } from './slashing/slashPipelines.js'
export {
  plainSlashBook,
  type OwnSlash,
  type SlashableStake,
  type SlashStakeBook,
} from './slashing/SlashStakeBook.js'
export { takeOwnStake } from './slashing/takeOwnStake.js'
