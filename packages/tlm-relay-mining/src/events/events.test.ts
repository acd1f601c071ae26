import { ONE_RATIO, parseRatio } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { aggregateOperations, type Operation } from './aggregateOperations.js'
import { claimSettledBreakdown } from './claimSettledBreakdown.js'
import { formatCoin } from './formatCoin.js'
import { OP_REASONS } from './OP_REASONS.js'
import { parseOpReason } from './parseOpReason.js'
import { rewardDistribution } from './rewardDistribution.js'
import { rewardDistributionDetailed } from './rewardDistributionDetailed.js'

const MINT = 'TLM_RELAY_BURN_EQUALS_MINT_TOKENOMICS_CLAIM_DISTRIBUTION_MINT'
const BURN = 'TLM_RELAY_BURN_EQUALS_MINT_APPLICATION_STAKE_BURN'
const INFLATION = 'TLM_GLOBAL_MINT_INFLATION'
const SHAREHOLDER = 'TLM_RELAY_BURN_EQUALS_MINT_SUPPLIER_SHAREHOLDER_REWARD_DISTRIBUTION'
const DAO = 'TLM_RELAY_BURN_EQUALS_MINT_DAO_REWARD_DISTRIBUTION'

test('the numbers of the reasons are distinct, and 6, 16 and 22 are free', () => {
  const numbers = Object.values(OP_REASONS).toSorted((a, b) => a - b)
  const used = Array.from({ length: 25 }, (_, number) => number)
  expect(numbers).toEqual(used.filter((number) => ![6, 16, 22].includes(number)))
})

describe('aggregateOperations', () => {
  test('sums by parties and reason, in the order of the key', () => {
    const operations: Operation[] = [
      { parties: ['tokenomics'], reason: MINT, amount: 50n },
      { parties: ['tokenomics'], reason: INFLATION, amount: 30n },
      { parties: ['application'], reason: BURN, amount: 100n },
      { parties: ['tokenomics'], reason: MINT, amount: 75n },
      { parties: ['tokenomics'], reason: BURN, amount: 0n },
    ]
    expect(aggregateOperations(operations)).toEqual([
      { parties: ['application'], reason: BURN, amount: 100n, numOperations: 1n },
      { parties: ['tokenomics'], reason: MINT, amount: 125n, numOperations: 2n },
      { parties: ['tokenomics'], reason: BURN, amount: 0n, numOperations: 1n },
      { parties: ['tokenomics'], reason: INFLATION, amount: 30n, numOperations: 1n },
    ])
  })

  test('transfers go by sender, then recipient', () => {
    const operations: Operation[] = [
      { parties: ['tokenomics', 'mmm'], reason: DAO, amount: 30n },
      { parties: ['supplier', 'zzz'], reason: SHAREHOLDER, amount: 10n },
      { parties: ['supplier', 'aaa'], reason: DAO, amount: 20n },
    ]
    const order = aggregateOperations(operations).map(({ parties }) => parties.join('>'))
    expect(order).toEqual(['supplier>aaa', 'supplier>zzz', 'tokenomics>mmm'])
  })

  test.each([
    // party, reason, code
    ['supplier', 'UNSPECIFIED', 'op-reason-unspecified'],
    ['a|b', MINT, 'party-not-plain'],
  ] as const)('%s for %s is refused', (party, reason, code) => {
    const operations: Operation[] = [{ parties: [party], reason, amount: 100n }]
    expect(() => aggregateOperations(operations)).toThrow(expect.objectContaining({ code }))
  })
})

describe('parseOpReason', () => {
  test.each([7, 'toString', 'TLM_GLOBAL_MINT_INFLATIO'])('%s is refused', (value) => {
    expect(() => parseOpReason(value, 'row 1')).toThrow(
      expect.objectContaining({ code: 'op-reason-unknown' }),
    )
  })

  test('a known name passes', () => {
    expect(parseOpReason(INFLATION, 'row 1')).toBe(INFLATION)
  })
})

describe('claimSettledBreakdown', () => {
  test.each([
    // claimed, settled, ratio, text, minted, overservicing loss, deflation loss
    [1000n, 1000n, ONE_RATIO, '1', 1000n, 0n, 0n],
    [1000n, 500n, parseRatio(0.975, 'mintRatio'), '0.975', 487n, 500n, 13n],
    [183_093n, 0n, parseRatio(0.975, 'mintRatio'), '0.975', 0n, 183_093n, 0n],
    [1000n, 1001n, ONE_RATIO, '1', 1001n, 0n, 0n],
  ])('%d claimed, %d settled', (claimed, settled, mintRatio, ...rest) => {
    const [text, minted, overservicingLoss, deflationLoss] = rest
    expect(claimSettledBreakdown({ claimed, settled, mintRatio })).toEqual({
      settled,
      mintRatio: text,
      minted,
      overservicingLoss,
      deflationLoss,
    })
  })
})

describe('rewards', () => {
  const rewards = [
    { recipient: 'zoe', reason: SHAREHOLDER, amount: 1000n },
    { recipient: 'abc', reason: SHAREHOLDER, amount: 999n },
    { recipient: 'abc', reason: DAO, amount: 1n },
    { recipient: 'nil', reason: DAO, amount: 0n },
    { recipient: 'abc', reason: DAO, amount: 1n },
  ] as const

  test('summed by recipient, in ascending order, zero sums too', () => {
    expect([...rewardDistribution(rewards)]).toEqual([
      ['abc', 1001n],
      ['nil', 0n],
      ['zoe', 1000n],
    ])
    expect(rewardDistribution([]).size).toBe(0)
  })

  test('one by one, as they were made', () => {
    expect(rewardDistributionDetailed(rewards)).toEqual(rewards)
    expect(rewardDistributionDetailed([])).toEqual([])
  })

  test('an amount as events write it', () => {
    expect(formatCoin(1_999_999_999_999n, 'upokt')).toBe('1999999999999upokt')
  })
})
