import type { PocketParamsInput } from './pocketParams.js'

/**
 * The parameter values of Pocket's main network, as recorded at height 944877.
 *
 * Units: as the schema tells of each. Their price of work changes about weekly.
 * Source: spec/pocket.md sections 9 and 10.
 */
export const POCKET_MAINNET_PARAMS = {
  daoRewardAddress: 'address/pokt1dr5jtqaaz4wk8wevl33e7vkxsjlphljnjhyq2l',
  mintAllocation: {
    dao: '0.1',
    proposer: '0',
    supplier: '0.8',
    sourceOwner: '0.1',
    application: '0',
  },
  globalInflationPerClaim: '0.000001',
  mintEqualsBurnDistribution: {
    dao: '0.045',
    proposer: '0.14',
    supplier: '0.79',
    sourceOwner: '0.025',
    application: '0',
  },
  mintRatio: '0.975',
  overservicingBonusMultiplier: '2',
  numBlocksPerSession: '20',
  gracePeriodEndOffsetBlocks: '10',
  claimWindowOpenOffsetBlocks: '11',
  claimWindowCloseOffsetBlocks: '10',
  proofWindowOpenOffsetBlocks: '1',
  proofWindowCloseOffsetBlocks: '10',
  supplierUnbondingPeriodSessions: '1429',
  applicationUnbondingPeriodSessions: '3',
  gatewayUnbondingPeriodSessions: '3',
  computeUnitsToTokensMultiplier: '108760',
  computeUnitCostGranularity: '1000000',
  sessionGridAnchorHeight: '831001',
  sessionNumberAtAnchor: '13851',
  proofRequestProbability: '0.001',
  proofRequirementThreshold: '10000000',
  proofMissingPenalty: '1',
  proofSubmissionFee: '1',
  targetNumRelays: '100000',
  numSuppliersPerSession: '50',
  applicationMinStake: '1000000000',
  supplierMinStake: '59500000000',
} as const satisfies PocketParamsInput
