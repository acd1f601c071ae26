export { governanceKinds, PAYMENTS_MAX, type GovernanceKinds } from './claims.js'
export { createGovernance, type Governance, type GovernanceOptions } from './createGovernance.js'
export { governancePipelines } from './governancePipelines.js'
export {
  createImpactRecorder,
  type ImpactRecorder,
  type ImpactRecorderOptions,
  type RecordedSettlement,
} from './impact/createImpactRecorder.js'
export type {
  AccountImpact,
  Change,
  DenominationImpact,
  Impact,
  PoolImpact,
  RatioChange,
} from './impact/Impact.js'
export { impactOf, type ImpactOptions } from './impact/impactOf.js'
export {
  impactReport,
  type ImpactRange,
  type ImpactReportOptions,
  type PastSettlement,
} from './impact/impactReport.js'
export type { ImpactRun, PoolCourse } from './impact/ImpactRun.js'
export { giniOf, topShareOf } from './impact/inequality.js'
export { governanceParams, guardParams, proposalParams, type GovernanceParams } from './params.js'
export { isPausedByGuardian, type PauseState } from './pauses/pauseWorks.js'
export { CHANGES_MAX } from './proposals/propose.js'
export { proposalStatus, type ProposalStatus } from './proposals/proposalStatus.js'
export {
  ballots,
  proposalWorks,
  type Ballot,
  type ProposalState,
  type VoteChoice,
} from './proposals/ProposalState.js'
export { stakeBefore, stakeOf, totalStakeBefore } from './stake/stakeCourse.js'
export { stakeCheckpoints, stakeCourses } from './stake/works.js'
export { createParamStore, type ParamStore } from './store/createParamStore.js'
export { layOver } from './store/layOver.js'
export type { ChangeFault, ParamChange, PastValue, ReadChanges } from './store/ParamChange.js'
export type { StoredParam } from './store/StoredParam.js'
export type { SwitchMessage, SwitchSignatures } from './switches/SwitchSignatures.js'
export type { Switches, SwitchState } from './switches/switchWorks.js'
export { endProposalBond } from './tlms/endProposalBond.js'
export { lockProposalBond } from './tlms/lockProposalBond.js'
export { payFromTreasury } from './tlms/payFromTreasury.js'
export { stakeVotes } from './tlms/stakeVotes.js'
export { unstakeVotes } from './tlms/unstakeVotes.js'
export { votersOfWeek, type WeeklyVoter } from './voters/votersOfWeek.js'
