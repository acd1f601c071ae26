export { adaptorWorks, type AdaptorState } from './adaptors/AdaptorState.js'
export { billLifecycles, type BillLifecycleOptions } from './billLifecycles.js'
export { billPipelines, type BillPipelineOptions } from './billPipelines.js'
export type {
  AnsweredBill,
  BillState,
  BillTerms,
  DispatchedBill,
  OpenBill,
  SettledBill,
  SubmittedBill,
} from './bills/BillState.js'
export type { FakeCheck } from './bills/FakeCheck.js'
export type { Signatures } from './bills/Signatures.js'
export { plainStakeBook, type SideEffects, type Slash, type StakeBook } from './bills/StakeBook.js'
export { dispatchMessage, type DispatchOrder } from './bills/dispatchMessage.js'
export { billWorks } from './bills/works.js'
export { inferenceKinds, type InferenceKinds } from './claims.js'
export { billNodes, type BillNodeState } from './nodes/billNodes.js'
export { isJailed } from './nodes/isJailed.js'
export {
  LATENCY_MODES,
  billLiveParams,
  billMoneyParams,
  billParams,
  billWindowParams,
  checkBillParams,
  type BillParams,
} from './params.js'
export { quoteBill, type BillQuote, type QuoteOptions } from './quote/quoteBill.js'
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
export { adaptorReward } from './rewards/adaptorReward.js'
export { closeReward } from './rewards/closeReward.js'
export { nodeReward } from './rewards/nodeReward.js'
export { openReward } from './rewards/openReward.js'
export { rewardKinds, type RewardKinds } from './rewards/rewardKinds.js'
export { rewardLifecycles, type RewardOptions } from './rewards/rewardLifecycles.js'
export { rewardPipelines } from './rewards/rewardPipelines.js'
export { streamWeek } from './rewards/streamWeek.js'
export { NO_VOTERS, type VoterBook, type WeightedVoter } from './rewards/VoterBook.js'
export { voterPayout } from './rewards/voterPayout.js'
export { heartbeatLifecycles, type HeartbeatOptions } from './heartbeats/heartbeatLifecycles.js'
export {
  checkHeartbeatParams,
  heartbeatParams,
  type HeartbeatParams,
} from './heartbeats/heartbeatParams.js'
export { heartbeatWeeks, type HeartbeatWeek } from './heartbeats/heartbeatWeeks.js'
export { nodeWatches, type NodeWatch } from './heartbeats/nodeWatches.js'
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
export { adaptorBond } from './tlms/adaptorBond.js'
export { adaptorThaw } from './tlms/adaptorThaw.js'
export { adaptorWithdrawal } from './tlms/adaptorWithdrawal.js'
export { billBind } from './tlms/billBind.js'
export { fakeResult } from './tlms/fakeResult.js'
export { feeDistribution } from './tlms/feeDistribution.js'
export { forfeitBind } from './tlms/forfeitBind.js'
export { fromBill } from './tlms/fromBill.js'
export { inferenceCost } from './tlms/inferenceCost.js'
export { inferenceEscrow } from './tlms/inferenceEscrow.js'
export { payNode } from './tlms/payNode.js'
export { plainWork } from './tlms/plainWork.js'
export { refundUnpaid } from './tlms/refundUnpaid.js'
export { returnEscrow } from './tlms/returnEscrow.js'
export { toAdaptor } from './tlms/toAdaptor.js'
export { toNode } from './tlms/toNode.js'
