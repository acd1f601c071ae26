import { accountParam, ratioParam, sharesParam, unitsParam } from '@tlmkit/params'
import { z } from 'zod'

const defaultShares = {
  dao: '0.1',
  proposer: '0.05',
  supplier: '0.7',
  sourceOwner: '0.15',
  application: '0',
}

/**
 * The tokenomics parameters, as one schema: a network may own them and share them with its TLMs.
 *
 * Units: as `listParams` tells of each. Source: spec/pocket.md sections 6.3 and 9.
 * @example
 * defineNetwork({ params: pocketTokenomicsParams, ... })
 * use(burnEqualsMint, { params: { mintRatio: shared('mintRatio') } })
 */
export const pocketTokenomicsParams = z.object({
  daoRewardAddress: accountParam('module/dao', {
    effect: 'Takes the remainder of every mint and the reimbursement requests.',
  }),
  mintAllocation: sharesParam(defaultShares, {
    unit: 'share of the inflation',
    effect: 'Who gets the inflation of a claim.',
  }),
  globalInflationPerClaim: ratioParam('0.1', {
    unit: 'of the settled amount',
    effect: 'What is minted for a claim beyond what it burned; the application is charged for it.',
  }),
  mintEqualsBurnDistribution: sharesParam(defaultShares, {
    unit: 'share of the mint',
    effect: 'Who gets what is minted against the burn of a claim.',
  }),
  mintRatio: ratioParam('1', {
    above: '0',
    max: '1',
    unit: 'of the settled amount',
    effect: 'How much of the burn is minted again; the rest leaves the supply for good.',
  }),
  overservicingBonusMultiplier: unitsParam(1n, {
    max: 1000n,
    unit: 'times the floor of a claim',
    effect: 'How far unused budget of a session may lift the cap of a claim; 0 means 1.',
  }),
})
