import { describe, expect, test } from 'vitest'
import { amount, defineTlm, id, select, units, use, when, type SettleScope } from '../index.js'
import type { SymbolicRow } from '../rules/wrapColumn.js'
import { networkOf, settleRows } from './settleRows.fixture.js'

const columns = { name: id('job'), price: amount('tok'), count: units() } as const
type Row = SymbolicRow<typeof columns>
interface Words {
  readonly reasons: 'pay'
  readonly codes: 'dear'
  readonly outcomes: 'zero'
  readonly events: { readonly seen: { readonly price: typeof columns.price } }
}
type Body = (row: Row, claim: SettleScope<Words>) => unknown

/** How a claim of price 10 and count 0 ends under one settle rule. */
const endOf = (body: Body): string | undefined => {
  const tlm = defineTlm({
    name: 'rule',
    version: '1.0.0',
    phase: 'settle',
    reads: columns,
    reasons: ['pay'],
    codes: ['dear'],
    outcomes: ['zero'],
    events: { seen: { price: columns.price } },
    rule(row, _params, claim) {
      body(row, claim)
    },
  })
  const network = networkOf({ columns, key: ['name'], chain: [use(tlm)] })
  const rows = [{ name: 'a', price: '10', count: 0 }]
  return settleRows(network, rows, { 'module/a': 100n }).ends[0]
}
const [from, to] = ['module/a', 'module/b']

describe('a value that cannot be computed', () => {
  test.for<[string, string, Body]>([
    ['nobody asks for it', 'a settled', ({ price, count }) => price.over(count, 'floor')],
    [
      'it stands in the side of a select that is not chosen',
      'a settled',
      ({ price, count }, claim) => {
        const each = select(count.isZero(), price, price.over(count, 'floor'))
        claim.transfer(each, { from, to, reason: 'pay' })
      },
    ],
    [
      'it stands in the chosen side',
      'a discarded division-by-zero',
      ({ price, count }, claim) => {
        const each = select(count.isZero(), price.over(count, 'floor'), price)
        claim.transfer(each, { from, to, reason: 'pay' })
      },
    ],
    [
      'a move under a condition that does not hold has it',
      'a settled',
      ({ price, count }, claim) => {
        when(count.above(0n), () => {
          claim.transfer(price.over(count, 'floor'), { from, to, reason: 'pay' })
        })
      },
    ],
    [
      'a condition compares it',
      'a discarded below-zero',
      ({ price, count }, claim) => {
        claim.reject(count.minus(1n, 'reject').isZero(), 'dear')
        claim.transfer(price, { from, to, reason: 'pay' })
      },
    ],
    [
      'an event shows it',
      'a discarded overflow',
      ({ price }, claim) => {
        claim.emit('seen', { price: price.forUnits((1n << 127n) + 1n) })
      },
    ],
  ])('when %s: %s', ([, end, body]) => {
    expect(endOf(body)).toBe(end)
  })

  test('is demanded where a rule returns it, though no TLM reads it', () => {
    const price = defineTlm({
      name: 'price',
      version: '1.0.0',
      phase: 'price',
      reads: columns,
      writes: { claimed: columns.price },
      rule: ({ price: whole, count }) => ({ claimed: whole.over(count, 'floor') }),
    })
    const network = networkOf({ columns, key: ['name'], chain: [use(price)] })
    const rows = [
      { name: 'a', price: '10', count: 0 },
      { name: 'b', price: '10', count: 3 },
    ]
    const { entries, ends } = settleRows(network, rows)
    expect(ends).toEqual(['a discarded division-by-zero', 'b settled'])
    expect(entries[0]).toMatchObject({ tlm: 'price', claimed: undefined })
    expect(entries[1]?.claimed).toBe(3n)
  })
})
