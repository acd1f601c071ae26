import { expect, test } from 'vitest'
import {
  balancesAfter,
  eventsOf,
  pocketNetwork,
  relaysClaim,
  settleGiven,
} from './pocketNetwork.fixture.js'

const params = { globalInflationPerClaim: '0' }
const begun = 'application-unbonding-begin'

test.each([
  // stake, settled, stake after, unbonds; the minimum is 1000000000
  [1_000_000_999n, 1000n, 999_999_999n, true],
  [1_000_001_000n, 1000n, 1_000_000_000n, false],
])('a stake of %d that settles %d', (stake, settled, after, unbonds) => {
  const network = pocketNetwork({ params, minStake: '1000000000' })
  const balances = { 'application/app1/stake': stake }
  const result = settleGiven(network, { relays: [relaysClaim(settled)], balances })
  expect(balancesAfter(result)['application/app1/stake']).toBe(after)
  const fields = { unstakeSessionEndHeight: '10', unbondingEndHeight: '20', stake: `${after}` }
  const events = unbonds ? [[begun, { application: 'app1', ...fields }]] : []
  expect(eventsOf(result)).toEqual(events)
  const marks = unbonds ? { 'application/app1/unbonding': 1n } : {}
  expect(balancesAfter(result, 'mark')).toEqual(marks)
})

test('an application begins to unbond once, also over settlements', () => {
  const network = pocketNetwork({ params, minStake: '1000' })
  const claims = ['s1', 's2', 's3'].map((session) => relaysClaim(300n, { session }))
  const balances = { 'application/app1/stake': 2000n }
  const first = settleGiven(network, { relays: claims, balances })
  expect(eventsOf(first).map(([, { stake }]) => stake)).toEqual([])
  const more = ['s4', 's5'].map((session) => relaysClaim(300n, { session }))
  const second = settleGiven(network, { relays: more, state: first.state, id: 's2' })
  expect(eventsOf(second).map(([event, { stake }]) => [event, stake])).toEqual([[begun, '800']])
  const last = [relaysClaim(300n, { session: 's6' })]
  const third = settleGiven(network, { relays: last, state: second.state, id: 's3' })
  expect(eventsOf(third)).toEqual([])
  expect(balancesAfter(third, 'mark')).toEqual({ 'application/app1/unbonding': 1n })
})
