import { mulDiv } from '@tlmkit/core'
import { expect, test } from 'vitest'
import { billMoneyParams, checkRewardParams, rewardParams } from '../index.js'

const schema = rewardParams.extend(billMoneyParams.shape).superRefine(checkRewardParams)

test.each([
  // params, key that is wrong
  [{}, undefined],
  [{ rewardBound: '0.07' }, 'rewardBound'],
  [{ rewardBound: '0.0699999' }, undefined],
  [{ treasuryShare: '0.03' }, 'rewardBound'],
  [{ treasuryShare: '0', networkFee: '0' }, 'rewardBound'],
  [{ adaptorRewardShare: '0.123456789012345678' }, undefined],
  [{ adaptorRewardShare: '0.12345678901234567890123' }, 'adaptorRewardShare'],
  [{ adaptorRewardShare: '1.1' }, 'adaptorRewardShare'],
  [{ rewardClaimWeeks: 0 }, 'rewardClaimWeeks'],
])('%o', (params, key) => {
  expect(schema.safeParse(params).error?.issues[0]?.path[0]).toBe(key)
})

test('by default, rounding never makes the smallest bills cheaper than what they may earn', () => {
  for (let gross = 1n; gross <= 5_000n; gross++) {
    const lost = mulDiv(gross, 2n, 100n, 'ceil') + mulDiv(gross, 5n, 100n, 'floor')
    expect(lost * 100n, `${gross}`).toBeGreaterThan(gross * 5n)
  }
})
