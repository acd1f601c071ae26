export { leaseKinds, type LeaseKinds } from './claims.js'
export { leaseSnapshot, type SnapshotLease } from './emergency/leaseSnapshot.js'
export type { SwitchState } from './emergency/SwitchState.js'
export { leaseLifecycles, type LeaseLifecycleOptions } from './leaseLifecycles.js'
export type { BlockHash } from './leases/LeaseEnvironment.js'
export type { AuditState, LeaseState, LiveLease, StruckLease } from './leases/LeaseState.js'
export {
  offerMessage,
  sealMessage,
  switchMessage,
  type Offer,
  type Sealing,
  type SwitchOrder,
} from './leases/messages.js'
export type { Signatures } from './leases/Signatures.js'
export {
  plainStakeBook,
  type Slash,
  type StakeBook,
  type StakeEffects,
} from './leases/StakeBook.js'
export {
  auditWorks,
  leaseWorks,
  nodeWorks,
  ORACLE,
  oracleWorks,
  rhoWorks,
  SWITCH,
  switchWorks,
} from './leases/works.js'
export { memoryParamsOf } from './memoryParamsOf.js'
export { type NodeState, type NodeTerms } from './nodes/NodeState.js'
export { nextRho, type EpochUse } from './oracle/nextRho.js'
export type { OracleRules, OracleState, RhoEntry } from './oracle/OracleState.js'
export { challengedPage } from './pages/challengedPage.js'
export { isPage, pageAnswer, pageCount, pageRoot, type PageAnswer } from './pages/pageTree.js'
export {
  checkMemoryParams,
  leaseParams,
  memoryLiveParams,
  memoryParams,
  type MemoryParams,
} from './params.js'
export { collateralPenalty } from './tlms/collateralPenalty.js'
export { extraSlash } from './tlms/extraSlash.js'
export { leaseCollateral } from './tlms/leaseCollateral.js'
export { leaseFee } from './tlms/leaseFee.js'
export { leasePrepay } from './tlms/leasePrepay.js'
export { lockAuditBond } from './tlms/lockAuditBond.js'
export { payAuditBond } from './tlms/payAuditBond.js'
export { payLease } from './tlms/payLease.js'
export { refundCleared } from './tlms/refundCleared.js'
export { refundFailed } from './tlms/refundFailed.js'
export { rewardAuditor } from './tlms/rewardAuditor.js'
