export {
  allocateValidatorShare,
  type ValidatorShare,
  type ValidatorStake,
} from './allocateValidatorShare.js'
export { antiCollusionHolds } from './antiCollusionHolds.js'
export { applicationMinimumStake } from './applicationMinimumStake.js'
export { burnEqualsMint } from './burnEqualsMint.js'
export { revenueShareColumns, slashes } from './claims.js'
export { globalMint } from './globalMint.js'
export { shareOutMint, type MintActor, type MintReasons, type MintTakers } from './shareOutMint.js'
export { pocketTokenomicsParams } from './params.js'
export { payRevenueShare, revenueShareEvents, type RevenueShareRow } from './payRevenueShare.js'
export { proofMissingPenalty } from './proofMissingPenalty.js'
export { proofMissingSlash } from './proofMissingSlash.js'
export { REASONS, type OpReason, type Reason } from './reasons.js'
export { reimbursementRequest } from './reimbursementRequest.js'
export { revenueShare } from './revenueShare.js'
export { validatorRewards } from './validatorRewards.js'
export { validatorsTable } from './validatorsTable.js'
