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
const noInflation = { globalInflationPerClaim: '0' }
const dao100 = { dao: '1', proposer: '0', supplier: '0', sourceOwner: '0', application: '0' }

describe('burn equals mint', () => {
  test.each([
    // settled, ratio, minted, supplier, validators, source owner, application, dao; shares a to e
    // By hand: floor each of 0.7, 0.05, 0.15 and 0, the dao takes the rest.
    [1000n, '1', 1000n, 700n, 50n, 150n, 0n, 100n],
    [1000n, '0.975', 975n, 682n, 48n, 146n, 0n, 99n],
    [1n, '1', 1n, 0n, 0n, 0n, 0n, 1n],
    [19n, '1', 19n, 13n, 0n, 2n, 0n, 4n],
    [2n, '0.5', 1n, 0n, 0n, 0n, 0n, 1n],
  ])('%d settled at ratio %s mints %d', (settled, mintRatio, minted, ...parts) => {
    const network = pocketNetwork({ params: { ...noInflation, mintRatio } })
    const balances = { [stake]: 5000n }
    const result = settleGiven(network, { relays: [relaysClaim(settled)], balances })
    const after = balancesAfter(result)
    expect(after[stake]).toBe(5000n - settled)
    expect(result.receipt.supply['upokt']).toEqual({ minted, burned: settled })
    const accounts = [
      'address/sup1',
      'pool/validators-minted',
      'address/source',
      'application/app1/account',
      'module/dao',
    ]
    expect(accounts.map((name) => after[name] ?? 0n)).toEqual(parts)
    expect(parts.reduce((sum, part) => sum + part)).toBe(minted)
  })

  test('pays the application to its account, not to its stake', () => {
    const shares = { dao: '0.1', proposer: '0', supplier: '0.3', sourceOwner: '0' }
    const mintEqualsBurnDistribution = { ...shares, application: '0.6' }
    const network = pocketNetwork({ params: { ...noInflation, mintEqualsBurnDistribution } })
    const balances = { [stake]: 1000n }
    const result = settleGiven(network, { relays: [relaysClaim(101n)], balances })
    expect(balancesAfter(result)).toEqual({
      [stake]: 899n,
      'application/app1/account': 60n,
      'address/sup1': 30n,
      'module/dao': 11n,
    })
  })

  test('moves through the accounts and reasons of the specification', () => {
    const network = pocketNetwork({ params: noInflation })
    const balances = { [stake]: 1000n }
    const result = settleGiven(network, { relays: [relaysClaim(1000n)], balances })
    const [entry] = entriesOf(result)
    expect(entry?.postings.map((one) => [one.debit, one.credit, one.amount, one.reason])).toEqual([
      [stake, 'supply/burn', 1000n, 'application-stake-burn'],
      ['supply/mint', 'module/tokenomics', 1000n, 'claim-distribution-mint'],
      ['module/tokenomics', 'supplier/sup1/due', 700n, 'supplier-module-transfer'],
      ['module/tokenomics', 'pool/validators-minted', 50n, 'validator-pool'],
      ['module/tokenomics', 'address/source', 150n, 'source-owner-reward'],
      ['module/tokenomics', 'module/dao', 100n, 'dao-reward'],
      ['supplier/sup1/due', 'address/sup1', 700n, 'supplier-shareholder-reward'],
    ])
  })

  test.each([
    // what is wrong, settled, stake, columns, code
    ['nothing is minted', 1n, 0n, {}, 'mint-zero'],
    ['nobody to pay', 1000n, 1000n, { shareholders: [], hasOwner: false }, 'owner-missing'],
    ['the stake is short', 1000n, 999n, {}, 'insufficient-funds'],
  ])('%s: the claim leaves no trace', (_, settled, funds, columns, code) => {
    const network = pocketNetwork({ params: { ...noInflation, mintRatio: '0.9' } })
    const balances = { [stake]: funds }
    const result = settleGiven(network, { relays: [relaysClaim(settled, columns)], balances })
    expect(entriesOf(result)[0]).toMatchObject({
      status: 'discarded',
      tlm: 'burn-equals-mint',
      code,
      postings: [],
      events: [],
    })
    expect(balancesAfter(result)).toEqual(funds === 0n ? {} : balances)
  })

  test('a supplier without a share needs no owner', () => {
    const params = { ...noInflation, mintEqualsBurnDistribution: dao100 }
    const claim = relaysClaim(10n, { shareholders: [], hasOwner: false })
    const balances = { [stake]: 10n }
    const result = settleGiven(pocketNetwork({ params }), { relays: [claim], balances })
    expect(balancesAfter(result)).toEqual({ 'module/dao': 10n })
    expect(eventsOf(result)).toEqual([])
  })
})
