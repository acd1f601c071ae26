export { claimedAmount, type ClaimedAmountOptions } from './claims/claimedAmount.js'
export { RELAY_CODES } from './claims/collectRelays.js'
export { estimatedComputeUnits } from './claims/estimatedComputeUnits.js'
export { estimatedRelays, type EstimatedRelaysOptions } from './claims/estimatedRelays.js'
export { hasExactComputeUnits } from './claims/hasExactComputeUnits.js'
export { parseRootHash, type RootHash } from './claims/parseRootHash.js'
export { relays } from './claims/relays.js'
export { BASE_TARGET } from './difficulty/BASE_TARGET.js'
export type { Difficulty, DifficultyEntry } from './difficulty/Difficulty.js'
export { difficultyAt } from './difficulty/difficultyAt.js'
export {
  KEPT_BLOCKS,
  difficultyLifecycle,
  type DifficultyState,
} from './difficulty/difficultyLifecycle.js'
export { difficultyMultiplier } from './difficulty/difficultyMultiplier.js'
export { isRelayMinable } from './difficulty/isRelayMinable.js'
export { newTargetHash, type NewTargetOptions } from './difficulty/newTargetHash.js'
export { nextRelaysEma, type RelaysEmaOptions } from './difficulty/nextRelaysEma.js'
export { scaleTargetHash } from './difficulty/scaleTargetHash.js'
export { scaleTargetHashUnbounded } from './difficulty/scaleTargetHashUnbounded.js'
export {
  updateDifficulties,
  type ServiceDifficultyUpdate,
  type SettledRelays,
  type UpdateDifficultiesOptions,
} from './difficulty/updateDifficulties.js'
export {
  updateDifficulty,
  type DifficultyUpdate,
  type ServiceDifficulty,
  type UpdateDifficultyOptions,
} from './difficulty/updateDifficulty.js'
export { OP_REASONS, type OpReason } from './events/OP_REASONS.js'
export {
  aggregateOperations,
  type AggregatedOperation,
  type Operation,
} from './events/aggregateOperations.js'
export {
  claimSettledBreakdown,
  type ClaimSettledBreakdown,
  type ClaimSettledOptions,
} from './events/claimSettledBreakdown.js'
export { formatCoin } from './events/formatCoin.js'
export { parseOpReason } from './events/parseOpReason.js'
export { rewardDistribution, type Reward } from './events/rewardDistribution.js'
export {
  rewardDistributionDetailed,
  type DetailedReward,
} from './events/rewardDistributionDetailed.js'
export { parseHash, type Hash } from './hashes/Hash.js'
export type { HistoryEntry } from './history/latestAt.js'
export { maxClaimable, maxClaimableParams } from './maxClaimable.js'
export { checkSharedParams, proofParams, serviceParams, sharedParams } from './params.js'
export { claimBytes, type ImmutableClaim } from './proofs/claimBytes.js'
export {
  proofRequirement,
  type ProofRequirement,
  type ProofRequirementOptions,
} from './proofs/proofRequirement.js'
export { proofSample } from './proofs/proofSample.js'
export { relayPrice } from './relayPrice.js'
export { relayTally } from './relayTally.js'
export {
  computeUnitsPerRelayAt,
  type ComputeUnitsPerRelayEntry,
  type ComputeUnitsPerRelayHistory,
} from './services/computeUnitsPerRelayAt.js'
export type {
  SessionEpoch,
  SessionHistory,
  SessionParams,
  WindowOffsets,
} from './sessions/SessionParams.js'
export { budgetLifecycle, type BudgetState } from './sessions/budgetLifecycle.js'
export { isRipe, type RipenessQuery } from './sessions/isRipe.js'
export { numPendingSessions } from './sessions/numPendingSessions.js'
export { offsetsAt } from './sessions/offsetsAt.js'
export { sessionGrid, type Session, type SessionGridParams } from './sessions/sessionGrid.js'
export { sessionWindows, type SessionWindows } from './sessions/sessionWindows.js'
export { settlementCandidates, type CandidateQuery } from './sessions/settlementCandidates.js'
export { settlementTail } from './sessions/settlementTail.js'
export { applications } from './tables/applications.js'
export { services } from './tables/services.js'
export { suppliers } from './tables/suppliers.js'
