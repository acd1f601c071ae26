import { expect, test } from 'vitest'
import {
  balancesAfter,
  entriesOf,
  eventsOf,
  pocketNetwork,
  settleGiven,
  slash,
} from './pocketNetwork.fixture.js'

const sessions = ['session1', 'session2', 'session3']
const stake = 'supplier/sup1/stake'

test('three slashes of 2000000: the first takes all, and unbonding begins once', () => {
  const network = pocketNetwork({ penalty: '2000000', minStake: '1000000' })
  const balances = { [stake]: 2_000_000n }
  const result = settleGiven(network, { slashes: sessions.map(slash), balances })
  expect(balancesAfter(result)).toEqual({})
  expect(balancesAfter(result, 'mark')).toEqual({ 'supplier/sup1/unbonding': 1n })
  expect(result.receipt.supply['upokt']).toEqual({ minted: 0n, burned: 2_000_000n })
  const claim = { application: 'app1', supplier: 'sup1', service: 'svc1', proof: 'missing' }
  const slashed = (session: string, penalty: string) => [
    'supplier-slashed',
    { ...claim, session, sessionEndHeight: '10', penalty, stakeAfter: '0' },
  ]
  const heights = { unstakeSessionEndHeight: '20', unbondingEndHeight: '20' }
  expect(eventsOf(result)).toEqual([
    ['supplier-unbonding-begin', { supplier: 'sup1', ...heights }],
    slashed('session1', '2000000'),
    slashed('session2', '0'),
    slashed('session3', '0'),
  ])
})

test.each([
  // stake, penalty, taken each, stake after each, unbonding begins; the minimum is 1000
  [1500n, '100', ['100', '100', '100'], ['1400', '1300', '1200'], 0],
  [1300n, '100', ['100', '100', '100'], ['1200', '1100', '1000'], 0],
  [1200n, '100', ['100', '100', '100'], ['1100', '1000', '900'], 1],
  [250n, '100', ['100', '100', '50'], ['150', '50', '0'], 1],
  [0n, '100', ['0', '0', '0'], ['0', '0', '0'], 1],
  [1500n, '0', ['0', '0', '0'], ['1500', '1500', '1500'], 0],
])('a stake of %d under a penalty of %s', (funds, penalty, taken, after, begins) => {
  const network = pocketNetwork({ penalty, minStake: '1000' })
  const balances = { [stake]: funds }
  const result = settleGiven(network, { slashes: sessions.map(slash), balances })
  const events = eventsOf(result)
  const slashed = events.filter(([event]) => event === 'supplier-slashed')
  expect(slashed.map(([, fields]) => fields['penalty'])).toEqual(taken)
  expect(slashed.map(([, fields]) => fields['stakeAfter'])).toEqual(after)
  expect(events.filter(([event]) => event === 'supplier-unbonding-begin')).toHaveLength(begins)
})

test('a slash goes through the tokenomics module and is burned', () => {
  const network = pocketNetwork({ penalty: '100' })
  const balances = { [stake]: 500n }
  const result = settleGiven(network, { slashes: [slash('session1')], balances })
  const [entry] = entriesOf(result)
  expect(entry?.postings.map((one) => [one.debit, one.credit, one.amount, one.reason])).toEqual([
    [stake, 'module/tokenomics', 100n, 'supplier-slash-module-transfer'],
    ['module/tokenomics', 'supply/burn', 100n, 'supplier-slash-stake-burn'],
  ])
})
