import { parseRatio } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { allocateValidatorShare, type ValidatorStake } from './index.js'

type Stakes = readonly (readonly [string, bigint])[]

function validator(commission: string, stakes: Stakes): ValidatorStake {
  const delegations = stakes.map(([to, stake]) => ({ to: `address/${to}`, stake }))
  return { account: 'address/v', commission: parseRatio(commission, 'commission'), delegations }
}

describe('a share of 100000', () => {
  test.each<readonly [string, string, Stakes, bigint, bigint, bigint, bigint, bigint]>([
    // case, commission, stakes, commission, self, delegators, delegated stake, delegators
    ['no delegations', '0.1', [], 10_000n, 90_000n, 0n, 0n, 0n],
    [
      'no stake',
      '0',
      [
        ['v', 0n],
        ['d', 0n],
      ],
      0n,
      100_000n,
      0n,
      0n,
      0n,
    ],
    [
      '10%',
      '0.10',
      [
        ['v', 100_000n],
        ['d', 900_000n],
      ],
      10_000n,
      9_000n,
      81_000n,
      1_000_000n,
      1n,
    ],
    [
      '50%',
      '0.50',
      [
        ['v', 200_000n],
        ['d', 800_000n],
      ],
      50_000n,
      10_000n,
      40_000n,
      1_000_000n,
      1n,
    ],
    [
      'full',
      '1',
      [
        ['v', 1n],
        ['d', 9n],
      ],
      100_000n,
      0n,
      0n,
      0n,
      0n,
    ],
    [
      'over',
      '1.5',
      [
        ['v', 1n],
        ['d', 9n],
      ],
      100_000n,
      0n,
      0n,
      0n,
      0n,
    ],
    [
      'not bonded himself',
      '0',
      [
        ['d', 3n],
        ['e', 1n],
      ],
      0n,
      0n,
      100_000n,
      4n,
      2n,
    ],
    [
      'one in two rows',
      '0',
      [
        ['d', 1n],
        ['v', 2n],
        ['d', 1n],
      ],
      0n,
      50_000n,
      50_000n,
      4n,
      1n,
    ],
  ])('%s', (_, rate, stakes, commission, selfDelegationReward, ...rest) => {
    const [delegatorsReward, totalDelegatedStake, numDelegators] = rest
    const share = allocateValidatorShare(100_000n, validator(rate, stakes))
    expect(share).toMatchObject({ commission, selfDelegationReward, delegatorsReward })
    expect(share).toMatchObject({ totalDelegatedStake, numDelegators })
    expect(share.rewards.reduce((sum, { amount }) => sum + amount, 0n)).toBe(100_000n)
  })
})

test('the commission is floored, and what that leaves goes to the delegators', () => {
  // 7 x 0.333 = 2.331; the rest of 5 by 2 : 1 is 3.33 and 1.67, one more to the larger fraction.
  const share = allocateValidatorShare(
    7n,
    validator('0.333', [
      ['d', 2n],
      ['v', 1n],
    ]),
  )
  expect(share).toMatchObject({ commission: 2n, selfDelegationReward: 2n, delegatorsReward: 3n })
})
