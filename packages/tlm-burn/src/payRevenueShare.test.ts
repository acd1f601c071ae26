import { describe, expect, test } from 'vitest'
import { payDue, type Holders } from './duesNetwork.fixture.js'
import { balancesAfter, entriesOf, eventsOf } from './pocketNetwork.fixture.js'

describe('a list that is valid', () => {
  test.each<readonly [bigint, Holders, readonly bigint[]]>([
    // amount, shareholders, parts; the third is recorded on Pocket mainnet (claim of session end
    // 161100), the fourth splits 70 as 8.4, 26.6 and 35.
    [
      1000n,
      [
        ['a', 30],
        ['b', 70],
      ],
      [300n, 700n],
    ],
    [
      1000n,
      [
        ['a', 12],
        ['b', 38],
        ['c', 50],
      ],
      [120n, 380n, 500n],
    ],
    [
      3370n,
      [
        ['a', 1],
        ['b', 49],
        ['c', 50],
      ],
      [34n, 1651n, 1685n],
    ],
    [
      70n,
      [
        ['a', 12],
        ['b', 38],
        ['c', 50],
      ],
      [9n, 26n, 35n],
    ],
    [
      99n,
      [
        ['z', 1],
        ['a', 99],
      ],
      [1n, 98n],
    ],
    [
      1n,
      [
        ['z', 50],
        ['a', 50],
      ],
      [1n, 0n],
    ],
    [
      5n,
      [
        ['a', 0],
        ['b', 100],
      ],
      [0n, 5n],
    ],
  ])('%d to %j', (due, holders, parts) => {
    const result = payDue(due, holders)
    const after = balancesAfter(result)
    expect(holders.map(([name]) => after[`address/${name}`] ?? 0n)).toEqual(parts)
    expect(Object.values(after).reduce((sum, balance) => sum + balance, 0n)).toBe(due)
    expect(eventsOf(result)).toEqual([])
    expect(entriesOf(result)[0]?.postings.every(({ amount: part }) => part > 0n)).toBe(true)
  })
})

describe('a list that is not', () => {
  test.each<readonly [string, bigint, Holders, Readonly<Record<string, string | boolean>>]>([
    // what is wrong, amount, shareholders, event
    ['empty', 500n, [], { observedPercent: '0', isEmpty: true, hasDuplicates: false }],
    [
      'a duplicate',
      1000n,
      [
        ['dup', 10],
        ['dup', 90],
      ],
      { observedPercent: '100', isEmpty: false, hasDuplicates: true },
    ],
    [
      'under 100',
      500n,
      [
        ['a', 50],
        ['b', 30],
      ],
      { observedPercent: '80', isEmpty: false, hasDuplicates: false },
    ],
    [
      'over 100',
      1000n,
      [
        ['a', 110],
        ['b', 30],
      ],
      { observedPercent: '140', isEmpty: false, hasDuplicates: false },
    ],
  ])('%s: the owner gets it all, or the claim is discarded', (_, due, holders, observed) => {
    const result = payDue(due, holders)
    expect(balancesAfter(result)).toEqual({ 'address/owner': due })
    const parties = { supplier: 'sup1', owner: 'address/owner', amount: `${due}` }
    expect(eventsOf(result)).toEqual([['revenue-share-fallback', { ...parties, ...observed }]])

    const ownerless = payDue(due, holders, false)
    expect(entriesOf(ownerless)[0]).toMatchObject({ status: 'discarded', code: 'owner-missing' })
    expect(balancesAfter(ownerless)).toEqual({ 'supplier/sup1/due': due })
  })

  test.each([true, false])('nothing to pay says nothing, owner %s', (hasOwner) => {
    const result = payDue(0n, [], hasOwner)
    expect(entriesOf(result)[0]).toMatchObject({ status: 'settled', postings: [], events: [] })
  })
})
