import { parseRatio, ratioOf, timesRatio, type Ratio } from '@tlmkit/core'
import { POCKET_MAINNET_PARAMS as MAINNET } from '@tlmkit/presets'
import { difficultyMultiplier, numPendingSessions } from '@tlmkit/tlm-relay-mining'
import type { MintShares, PocketParams } from '../plainPocket.ts'
import type { Service } from './pocketServices.ts'

/** Sessions that share a stake. */
export const PENDING_SESSIONS: bigint = numPendingSessions({
  blocksPerSession: BigInt(MAINNET.numBlocksPerSession),
  claimWindowOpenOffsetBlocks: BigInt(MAINNET.claimWindowOpenOffsetBlocks),
  claimWindowCloseOffsetBlocks: BigInt(MAINNET.claimWindowCloseOffsetBlocks),
  proofWindowOpenOffsetBlocks: BigInt(MAINNET.proofWindowOpenOffsetBlocks),
  proofWindowCloseOffsetBlocks: BigInt(MAINNET.proofWindowCloseOffsetBlocks),
})

/** Base units per compute unit. */
export const TOKENS_PER_COMPUTE_UNIT: Ratio = ratioOf(
  BigInt(MAINNET.computeUnitsToTokensMultiplier),
  BigInt(MAINNET.computeUnitCostGranularity),
)

/** The parameters of the settlement, for those who do not read them from the network. */
export const POCKET_PARAMS: PocketParams = {
  mintRatio: parseRatio(MAINNET.mintRatio, 'mintRatio'),
  inflation: parseRatio(MAINNET.globalInflationPerClaim, 'inflation'),
  minted: sharesOf(MAINNET.mintEqualsBurnDistribution),
  inflated: sharesOf(MAINNET.mintAllocation),
  bonusMultiplier: BigInt(MAINNET.overservicingBonusMultiplier),
  minimumStake: BigInt(MAINNET.applicationMinStake),
  daoAccount: MAINNET.daoRewardAddress,
}

function sharesOf(shares: Readonly<Record<keyof MintShares, string>>): MintShares {
  return {
    supplier: parseRatio(shares.supplier, 'supplier'),
    proposer: parseRatio(shares.proposer, 'proposer'),
    sourceOwner: parseRatio(shares.sourceOwner, 'sourceOwner'),
    application: parseRatio(shares.application, 'application'),
  }
}

/** Price of a compute unit of a service in 2^-128 base units, cut. */
export function fixedPriceOf({ targetHash }: Service): bigint {
  const { num, den } = difficultyMultiplier(targetHash)
  const price = ratioOf(num * TOKENS_PER_COMPUTE_UNIT.num, den * TOKENS_PER_COMPUTE_UNIT.den)
  return timesRatio(1n << 128n, price, 'floor')
}
