import { describe, expect, test } from 'vitest'
import {
  account,
  amount,
  defineTlm,
  flag,
  id,
  list,
  module,
  unitsConstant,
  units,
  use,
  when,
  type SymbolicAmount,
} from '../index.js'
import { networkOf, settleRows } from '../engine/settleRows.fixture.js'
import type { SymbolicRow } from './wrapColumn.js'

const columns = {
  name: id('job'),
  price: amount('tok'),
  isPaid: flag(),
  items: list({ to: account(), weight: units(), part: amount('tok') }),
} as const
type Row = SymbolicRow<typeof columns>

const item = (to: string, weight: bigint, part: bigint) => ({ to: `node/${to}`, weight, part })
const row = { name: 'a', price: 7n, isPaid: true, items: [item('x', 1n, 2n), item('y', 3n, 5n)] }

/** Posts one amount that a rule computes. */
const posted = (compute: (row: Row) => SymbolicAmount<'tok'>, rows: readonly unknown[] = [row]) => {
  const tlm = defineTlm({
    name: 'pay',
    version: '1.0.0',
    phase: 'settle',
    reads: columns,
    reasons: ['pay'],
    rule(symbolic, _params, claim) {
      claim.transfer(compute(symbolic), { from: module('a'), to: module('b'), reason: 'pay' })
    },
  })
  const network = networkOf({ columns, key: ['name'], chain: [use(tlm)] })
  return settleRows(network, rows, { 'module/a': 1000n }).balances['module/b'] ?? 0n
}

describe('a list loop', () => {
  test.for([
    ['a field', ({ items }: Row) => items.each(({ part }) => part).sum(), 7n],
    ['a value of the claim', ({ items, price }: Row) => items.each(() => price).sum(), 14n],
    [
      'a count of the claim',
      ({ items, price }: Row) => price.forUnits(items.each(() => items.count()).sum()),
      28n,
    ],
    [
      'a constant',
      ({ items, price }: Row) => price.forUnits(items.each(() => unitsConstant(3n)).sum()),
      42n,
    ],
    [
      'items for which a condition of the item holds',
      ({ items, price }: Row) => price.forUnits(items.count(({ weight }) => weight.above(1n))),
      7n,
    ],
    [
      'items for which a condition of the claim holds',
      ({ items, isPaid, price }: Row) => price.forUnits(items.count(() => isPaid)),
      14n,
    ],
  ] as const)('sums %s once per item', ([, compute, sum]) => {
    expect(posted(compute)).toBe(sum)
  })

  test('sums to zero over no items, and where its condition leaves it out', () => {
    expect(
      posted(({ items, price }) => items.each(() => price).sum(), [{ ...row, items: [] }]),
    ).toBe(0n)
    const masked = ({ items, isPaid, price }: Row): SymbolicAmount<'tok'> => {
      let sum = price
      when(isPaid, () => {
        sum = items.each(({ part }) => part).sum()
      })
      return sum.plus(price)
    }
    expect(posted(masked)).toBe(14n)
    expect(posted(masked, [{ ...row, isPaid: false }])).toBe(7n)
  })
})
