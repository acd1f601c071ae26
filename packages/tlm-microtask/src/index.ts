export { batchLifecycles, type BatchLifecycleOptions } from './batchLifecycles.js'
export type { BatchState, ExecutorState, LiveBatch, SegmentState } from './batches/BatchState.js'
export {
  plainStakeBook,
  type Slash,
  type SlashEffects,
  type StakeBook,
} from './batches/StakeBook.js'
export type { JudgedBatch, ProofVerdict, RowsVerdict, TraceJudge } from './batches/TraceJudge.js'
export {
  batchExecutors,
  batchSegments,
  batchTreasury,
  type TreasuryState,
} from './batches/works.js'
export { microtaskKinds, type MicrotaskKinds } from './claims.js'
export {
  FEE_INDEX,
  FEE_INDEX_ONE,
  feeIndex,
  feeIndexAt,
  type FeeIndexState,
} from './feeIndex/feeIndex.js'
export { microtaskParamsOf } from './microtaskParamsOf.js'
export { isWatchlisted } from './nodes/isWatchlisted.js'
export { microtaskNodes, type NodeState } from './nodes/microtaskNodes.js'
export {
  AGGREGATOR_SOURCES,
  batchLiveParams,
  batchMoneyParams,
  batchWindowParams,
  checkMicrotaskParams,
  microtaskParams,
  type MicrotaskParams,
} from './params.js'
export { acceptedPay } from './tlms/acceptedPay.js'
export { aggregatorBond } from './tlms/aggregatorBond.js'
export { aggregatorBonus } from './tlms/aggregatorBonus.js'
export { batchAmounts } from './tlms/batchAmounts.js'
export { batchEscrow } from './tlms/batchEscrow.js'
export { executorBond } from './tlms/executorBond.js'
export { expiredBonds } from './tlms/expiredBonds.js'
export { failureLoss } from './tlms/failureLoss.js'
export { lapsedBond } from './tlms/lapsedBond.js'
export { refundBatch } from './tlms/refundBatch.js'
export { returnBonds } from './tlms/returnBonds.js'
export { segmentPay } from './tlms/segmentPay.js'
export { streamPay } from './tlms/streamPay.js'
export { upFrontBurn } from './tlms/upFrontBurn.js'
