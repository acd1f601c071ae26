import { readFileSync } from 'node:fs'
import { tableUnder } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { balancesAfter, pocketNetwork, relaysClaim, settleGiven } from './pocketNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the worked example comes out as it is written', () => {
  const account = 'address/validator'
  const shareholders = [
    ['sh1', 12],
    ['sh2', 38],
    ['sh3', 50],
  ] as const
  const result = settleGiven(pocketNetwork({ params: { mintRatio: '0.975' } }), {
    relays: [relaysClaim(1000n, { shareholders })],
    balances: { 'application/app1/stake': 2_000_000n },
    validators: [{ operator: 'v1', account, tokens: 7, commission: '0.1', delegations: [] }],
  })
  const written = tableUnder(readme, 'A worked example').map(([name = '', amount = '']) => {
    return [name, BigInt(amount)] as const
  })
  expect(written).toHaveLength(7)
  expect(balancesAfter(result)).toEqual(Object.fromEntries(written))
  expect(result.receipt.supply['upokt']).toEqual({ minted: 1075n, burned: 1000n })
})
