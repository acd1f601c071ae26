import { describe, expect, test } from 'vitest'
import {
  balancesAfter,
  entriesOf,
  eventsOf,
  pocketNetwork,
  relaysClaim,
  settleGiven,
} from './pocketNetwork.fixture.js'

const stake = 'application/app1/stake'
const supplierOnly = { dao: '0', proposer: '0', supplier: '1', sourceOwner: '0', application: '0' }

/** Postings of one TLM: what each account was credited. */
function creditsOf(result: ReturnType<typeof settleGiven>, tlm: string): unknown {
  const postings = entriesOf(result).flatMap((entry) => entry.postings)
  return postings
    .filter((posting) => posting.tlm === tlm)
    .map(({ credit, amount, reason }) => [credit, amount, reason])
}

describe('global mint and reimbursement request', () => {
  test('splits the inflation recorded on Pocket mainnet at height 96860', () => {
    const mintAllocation = { dao: '0.05', proposer: '0.14', supplier: '0.78', sourceOwner: '0.03' }
    const network = pocketNetwork({
      params: {
        globalInflationPerClaim: '0.01',
        mintAllocation: { ...mintAllocation, application: '0' },
        mintEqualsBurnDistribution: supplierOnly,
      },
    })
    const balances = { [stake]: 13_501_740n }
    const result = settleGiven(network, { relays: [relaysClaim(13_368_059n)], balances })
    expect(creditsOf(result, 'global-mint')).toEqual([
      ['module/tokenomics', 133_681n, 'inflation'],
      ['supplier/sup1/due', 104_271n, 'inflation-supplier-module-transfer'],
      ['pool/validators-inflation', 18_715n, 'inflation-validator-pool'],
      ['address/source', 4_010n, 'inflation-source-owner-reward'],
      ['module/dao', 6_685n, 'inflation-dao-reward'],
      ['address/sup1', 104_271n, 'inflation-supplier-shareholder-reward'],
    ])
    expect(creditsOf(result, 'reimbursement-request')).toEqual([
      ['module/tokenomics', 133_681n, 'reimbursement-escrow-module-transfer'],
      ['module/dao', 133_681n, 'reimbursement-escrow-dao-transfer'],
    ])
    expect(balancesAfter(result)).toEqual({
      'address/sup1': 13_472_330n,
      'address/source': 4_010n,
      'module/dao': 140_366n,
      'pool/validators-inflation': 18_715n,
    })
  })

  test.each([
    // settled, inflation, minted: the ceiling, always
    [1000n, '0.1', 100n],
    [90n, '0.1', 9n],
    [1n, '0.000001', 1n],
    [3370n, '0.000001', 1n],
    [1001n, '0.1', 101n],
  ])('%d at %s mints and charges %d', (settled, globalInflationPerClaim, inflated) => {
    const network = pocketNetwork({ params: { globalInflationPerClaim } })
    const balances = { [stake]: settled + inflated }
    const result = settleGiven(network, { relays: [relaysClaim(settled)], balances })
    expect(result.receipt.supply['upokt']).toEqual({
      minted: settled + inflated,
      burned: settled,
    })
    expect(balancesAfter(result)[stake]).toBeUndefined()
    expect(eventsOf(result)).toEqual([
      [
        'reimbursement-request',
        {
          application: 'app1',
          supplier: 'sup1',
          owner: 'address/owner',
          service: 'svc1',
          session: 'session1',
          amount: `${inflated}`,
        },
      ],
    ])
  })

  test('an inflation of 0 moves nothing and says nothing', () => {
    const network = pocketNetwork({ params: { globalInflationPerClaim: '0' } })
    const balances = { [stake]: 1000n }
    const result = settleGiven(network, { relays: [relaysClaim(1000n)], balances })
    expect(creditsOf(result, 'global-mint')).toEqual([])
    expect(creditsOf(result, 'reimbursement-request')).toEqual([])
    expect(eventsOf(result)).toEqual([])
  })

  test('a stake one unit short of the charge leaves no trace of the burn and the mints', () => {
    const balances = { [stake]: 1099n }
    const result = settleGiven(pocketNetwork(), { relays: [relaysClaim(1000n)], balances })
    expect(entriesOf(result)[0]).toMatchObject({
      status: 'discarded',
      tlm: 'reimbursement-request',
      code: 'insufficient-funds',
      postings: [],
    })
    expect(balancesAfter(result)).toEqual(balances)
    expect(result.receipt.supply['upokt'] ?? { minted: 0n, burned: 0n }).toEqual({
      minted: 0n,
      burned: 0n,
    })
  })
})
