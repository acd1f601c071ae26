export { batchLifecycles, type BatchLifecycleOptions } from './batchLifecycles.js'
export type { BatchState, ExecutorState, LiveBatch, SegmentState } from './batches/BatchState.js'
export {
  plainStakeBook,
  type Slash,
  type StakeEffects,
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
export { addToFilter } from './filter/addToFilter.js'
export { FILTER_BYTES } from './filter/bloomBits.js'
export { FILTER_TASKS_MAX, buildFilters } from './filter/buildFilters.js'
export { filtersWith } from './filter/filtersWith.js'
export { parseFilters } from './filter/parseFilters.js'
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
export type { BatchTrace } from './proofs/BatchTrace.js'
export type { CommittedBatch } from './proofs/CommittedBatch.js'
export { membershipOnly, type RowCheck, type RowPlace } from './proofs/RowCheck.js'
export type { BadRow, InvalidProof, ProofFault, TraceVerdict } from './proofs/TraceVerdict.js'
export { judgeEvidence, openRows, type OpenedRows } from './proofs/openRows.js'
export { recomputeProof } from './proofs/recomputeProof.js'
export { samplePlaces, type Sample } from './proofs/samplePlaces.js'
export { segmentEvidence, segmentRows, type SegmentTrace } from './proofs/segmentRows.js'
export { spotCheckProof } from './proofs/spotCheckProof.js'
export { traceJudge, type TraceJudgeOptions } from './proofs/traceJudge.js'
export { verifyProof, type ProofLevel } from './proofs/verifyProof.js'
export { TasksRootBuilder } from './tasks/TasksRootBuilder.js'
export { TasksTree } from './tasks/TasksTree.js'
export { isMember, type Membership } from './tasks/isMember.js'
export { taskHash } from './tasks/taskHash.js'
export { tasksRoot } from './tasks/tasksRoot.js'
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
export {
  segmentCount,
  segmentOf,
  segmentTasks,
  type SegmentGrid,
  type SegmentTasks,
} from './trace/SegmentGrid.js'
export { TraceRing, type SealedSegment, type TraceRingOptions } from './trace/TraceRing.js'
export { ROW_BYTES, readRow, writeRow, type TraceRow } from './trace/TraceRow.js'
export { batchIdOf } from './trace/batchIdOf.js'
export { sealSegment, type SegmentPlace, type SegmentSeal } from './trace/sealSegment.js'
