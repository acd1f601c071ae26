import { describe, expect, test } from 'vitest'
import { balancesAfter, entriesOf, eventsOf } from './pocketNetwork.fixture.js'
import { paidRewards, payRewards } from './rewardsNetwork.fixture.js'

test.each([
  ['no validators', 1000n, []],
  ['validators without tokens', 1000n, [{ id: 'v1', tokens: 0 }]],
])('%s: nothing moves and the pool keeps it', (_, value, validators) => {
  const result = payRewards(value, validators)
  expect(paidRewards(result)).toEqual([])
  expect(balancesAfter(result)).toEqual({ 'pool/minted': value, 'pool/inflation': value })
})

test('an empty pool pays nothing and says nothing', () => {
  const result = payRewards(0n, [{ id: 'v1', tokens: 5 }])
  expect(paidRewards(result)).toEqual([])
  expect(eventsOf(result)).toEqual([])
})

test('a validator whose share is zero says nothing', () => {
  const result = payRewards(1n, [
    { id: 'v1', tokens: 999 },
    { id: 'v2', tokens: 1 },
  ])
  expect(paidRewards(result)).toEqual([['address/v1', 1n, 'validator']])
  const operators = eventsOf(result).map(([, { operator }]) => operator)
  expect(operators).toEqual(['v1', 'v1'])
})

describe('two levels of largest remainders', () => {
  test.each([
    // case, reward, validators, postings
    [
      'equal fractions go by account',
      100n,
      ['c', 'b', 'a'].map((each) => ({ id: each, tokens: 333 })),
      [
        ['a', 34n, 'validator'],
        ['b', 33n, 'validator'],
        ['c', 33n, 'validator'],
      ],
    ],
    [
      'a delegator of two validators is paid once',
      500_000n,
      [
        { id: 'v1', tokens: 300_000, delegations: { v1: 100_000, D: 200_000 } },
        { id: 'v2', tokens: 200_000, delegations: { v2: 100_000, D: 100_000 } },
      ],
      [
        ['D', 300_000n, 'delegator'],
        ['v1', 100_000n, 'validator'],
        ['v2', 100_000n, 'validator'],
      ],
    ],
    [
      'an operator who delegates elsewhere is a validator all the same',
      100n,
      [
        { id: 'v1', tokens: 1, delegations: { v2: 1 } },
        { id: 'v2', tokens: 1 },
        { id: 'v3', tokens: 0 },
      ],
      [['v2', 100n, 'validator']],
    ],
  ])('%s', (_, value, validators, postings) => {
    const expected = postings.map(([to, part, reason]) => [`address/${String(to)}`, part, reason])
    expect(paidRewards(payRewards(value, validators))).toEqual(expected)
  })

  test('an event for each validator that got something, by account, with its own figures', () => {
    const result = payRewards(100n, [
      { id: 'b', tokens: 1, commission: '0.5', delegations: { b: 1, d: 3 } },
      { id: 'a', tokens: 99, commission: '0.05' },
      { id: 'z', tokens: 0 },
    ])
    const common = { income: 'minted' }
    const minted = eventsOf(result).filter(([, { income }]) => income === 'minted')
    expect(minted).toEqual([
      [
        'validator-reward-distribution',
        {
          ...common,
          operator: 'a',
          account: 'address/a',
          commissionRate: '0.05',
          poolShare: '99',
          commission: '4',
          selfDelegationReward: '95',
          delegatorsReward: '0',
          totalDelegatedStake: '0',
          numDelegators: '0',
        },
      ],
      [
        'validator-reward-distribution',
        {
          ...common,
          operator: 'b',
          account: 'address/b',
          commissionRate: '0.5',
          poolShare: '1',
          commission: '0',
          selfDelegationReward: '0',
          delegatorsReward: '1',
          totalDelegatedStake: '4',
          numDelegators: '1',
        },
      ],
    ])
    const inflation = entriesOf(result).find(({ kind }) => kind === 'inflation-rewards')
    const reasons = inflation?.postings.map(({ reason }) => reason)
    expect(reasons).toEqual(['inflation-validator', 'inflation-delegator'])
  })
})
