import { parseRatio } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { antiCollusionHolds, pocketTokenomicsParams } from './index.js'

const shares = { dao: 0.1, proposer: 0.1, supplier: 0.1, sourceOwner: 0.1, application: 0.6 }

describe('what is refused', () => {
  test.each([
    // params, key
    [{ daoRewardAddress: '' }, 'daoRewardAddress'],
    [{ mintAllocation: { ...shares, proposer: 0 } }, 'mintAllocation'],
    [{ mintAllocation: { ...shares, proposer: -0.1 } }, 'mintAllocation'],
    [{ mintEqualsBurnDistribution: { ...shares, supplier: 0.2 } }, 'mintEqualsBurnDistribution'],
    [{ globalInflationPerClaim: -0.1 }, 'globalInflationPerClaim'],
    [{ mintRatio: 0 }, 'mintRatio'],
    [{ mintRatio: -0.5 }, 'mintRatio'],
    [{ mintRatio: 1.3 }, 'mintRatio'],
    [{ overservicingBonusMultiplier: '1001' }, 'overservicingBonusMultiplier'],
    [{ overservicingBonusMultiplier: '18446744073709551615' }, 'overservicingBonusMultiplier'],
  ])('%j', (params, key) => {
    const parsed = pocketTokenomicsParams.safeParse(params)
    expect(parsed.error?.issues.map(({ path }) => path)).toEqual([[key]])
  })
})

describe('what is accepted', () => {
  test.each([
    {},
    { mintRatio: 0.001 },
    { mintRatio: 1 },
    { mintAllocation: shares, globalInflationPerClaim: 0 },
    { overservicingBonusMultiplier: '0' },
    { overservicingBonusMultiplier: '1000' },
    { daoRewardAddress: 'address/dao' },
  ])('%j', (params) => {
    const parsed = pocketTokenomicsParams.parse(params)
    expect(pocketTokenomicsParams.parse(parsed)).toEqual(parsed)
  })
})

test.each([
  // mint ratio, supplier share, holds
  ['1', '0.7', true],
  ['1', '1', false],
  ['0.975', '1', true],
  ['0.975', '0.79', true],
])('collusion does not pay at %s x %s: %s', (mintRatio, share, holds) => {
  expect(antiCollusionHolds(parseRatio(mintRatio, 'a'), parseRatio(share, 'b'))).toBe(holds)
})
