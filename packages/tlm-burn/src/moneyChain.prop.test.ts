import { definePipeline, use, type Use } from '@tlmkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { globalMint, reimbursementRequest } from './index.js'
import {
  balancesAfter,
  pocketNetwork,
  relays,
  relaysClaim,
  settleGiven,
} from './pocketNetwork.fixture.js'

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
]
const validators = ['v1', 'v2', 'v3'].map((operator, index) => ({
  operator,
  account: `address/${operator}`,
  tokens: 1000 * (index + 1),
  commission: '0.1',
  delegations: [
    { to: `address/${operator}`, stake: 400 },
    { to: 'address/delegator', stake: 333 },
  ],
}))

const shareholders = fc.constantFrom(
  [['sup1', 100]] as const,
  [
    ['a', 12],
    ['b', 38],
    ['c', 50],
  ] as const,
  [
    ['a', 50],
    ['b', 30],
  ] as const,
  [] as const,
)
const claim = fc.record({
  settled: fc.bigInt({ min: 0n, max: 5_000_000n }),
  application: fc.constantFrom('app1', 'app2'),
  supplier: fc.constantFrom('sup1', 'sup2', 'sup3'),
  hasOwner: fc.boolean(),
  shareholders,
})
const claims = fc
  .array(claim, { minLength: 20, maxLength: 60 })
  .map((rows) =>
    rows.map(({ settled, ...columns }, index) =>
      relaysClaim(settled, { ...columns, session: `s${index}` }),
    ),
  )
const params = fc.record({
  globalInflationPerClaim: fc.constantFrom('0', '0.000001', '0.1', '1/3'),
  mintRatio: fc.constantFrom('1', '0.975', '0.00001'),
})

describe('the chain', () => {
  test('gives the same balances in each of its 6 orders, and conserves them', () => {
    fc.assert(
      fc.property(
        claims,
        params,
        fc.bigInt({ min: 0n, max: 60_000_000n }),
        (rows, given, stake) => {
          const balances = { 'application/app1/stake': stake, 'application/app2/stake': 1_000_000n }
          const results = orders.map((order) => {
            const network = pocketNetwork({ params: given, order, minStake: '1000000' })
            return settleGiven(network, { relays: rows, validators, balances })
          })
          const [first] = results
          if (first === undefined) return
          for (const result of results) {
            expect(balancesAfter(result)).toEqual(balancesAfter(first))
            expect(balancesAfter(result, 'mark')).toEqual(balancesAfter(first, 'mark'))
          }
          const { minted, burned } = first.receipt.supply['upokt'] ?? { minted: 0n, burned: 0n }
          const after = Object.values(balancesAfter(first)).reduce((sum, each) => sum + each, 0n)
          expect(after).toBe(stake + 1_000_000n + minted - burned)
          expect(balancesAfter(first)['module/tokenomics']).toBeUndefined()
          const marks = Object.values(balancesAfter(first, 'mark'))
          expect(marks.every((held) => held === 1n)).toBe(true)
          const markSupply = first.receipt.supply['mark'] ?? { minted: 0n, burned: 0n }
          expect(markSupply).toEqual({ minted: BigInt(marks.length), burned: 0n })
        },
      ),
      { numRuns: 8 },
    )
  }, 60_000)

  test.each<readonly [string, Use]>([
    ['global-mint', use(globalMint)],
    ['reimbursement-request', use(reimbursementRequest)],
  ])('%s does not go without the other', (_, alone) => {
    const chain: Use[] = [alone]
    expect(() => definePipeline(relays, chain)).toThrow(
      expect.objectContaining({ code: 'tlm-required' }),
    )
  })
})
