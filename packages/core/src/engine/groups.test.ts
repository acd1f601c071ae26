import { describe, expect, test } from 'vitest'
import { AMOUNT_MAX, amount, defineTlm, flag, id, units, use, type PureScope } from '../index.js'
import type { SymbolicRow } from '../rules/wrapColumn.js'
import { networkOf, settleRows } from './settleRows.fixture.js'

const columns = {
  app: id('app'),
  job: id('job'),
  price: amount('tok'),
  count: units(),
  isLate: flag(),
} as const
type Row = SymbolicRow<typeof columns>
interface Words {
  readonly reasons: never
  readonly codes: 'late'
  readonly outcomes: 'zero'
  readonly events: Readonly<Record<never, never>>
}
type Rule = (row: Row, claim: PureScope<Words>) => { readonly claimed: Row['price'] }

const claim = (app: string, job: string, changes: object = {}) => ({
  app,
  job,
  price: '10',
  count: 1,
  isLate: false,
  ...changes,
})

/** `key claimed` of each claim, or `key code` where it did not settle. */
const claimedBy = (rule: Rule, rows: readonly unknown[]): readonly string[] => {
  const price = defineTlm({
    name: 'price',
    version: '1.0.0',
    phase: 'price',
    reads: columns,
    writes: { claimed: columns.price },
    codes: ['late'],
    outcomes: ['zero'],
    rule: (row, _params, scope) => rule(row, scope),
  })
  const network = networkOf({ columns, key: ['app', 'job'], chain: [use(price)] })
  const { entries } = settleRows(network, rows)
  return entries.map(({ key, code, claimed }) => `${key.join('/')} ${code === '' ? claimed : code}`)
}

describe('a group', () => {
  test('counts every presented claim, but sums those that no statement has ended yet', () => {
    const rule: Rule = ({ price, count, isLate }, scope) => {
      scope.reject(isLate, 'late')
      const app = scope.group('app')
      const counted = app.presented().times(100n).plus(app.count().times(10n))
      return { claimed: price.forUnits(0n).plus(price.forUnits(counted.plus(app.sum(count)))) }
    }
    const rows = [claim('a', '1', { count: 3 }), claim('a', '2', { isLate: true }), claim('b', '1')]
    expect(claimedBy(rule, rows)).toEqual(['a/1 2130', 'a/2 late', 'b/1 1110'])
  })

  test('is not opened again by a later discard', () => {
    const rule: Rule = ({ price, isLate }, scope) => {
      const sum = scope.group('app').sum(price)
      scope.reject(isLate, 'late')
      return { claimed: sum }
    }
    const rows = [claim('a', '1'), claim('a', '2', { isLate: true })]
    expect(claimedBy(rule, rows)).toEqual(['a/1 20', 'a/2 late'])
  })

  test('takes those for which a condition holds', () => {
    const rule: Rule = ({ price, isLate }, scope) => {
      const app = scope.group('app')
      return { claimed: app.sum(price, isLate.not()).forUnits(app.count(isLate)) }
    }
    const rows = [claim('a', '1'), claim('a', '2', { isLate: true, price: 7 }), claim('b', '1')]
    expect(claimedBy(rule, rows)).toEqual(['a/1 10', 'a/2 10', 'b/1 0'])
  })

  test('leaves out a claim whose value cannot be computed, and discards that claim', () => {
    const rule: Rule = ({ price, count }, scope) => ({
      claimed: scope.group('app').sum(price.over(count, 'floor')),
    })
    const rows = [claim('a', '1'), claim('a', '2', { count: 0 }), claim('a', '3', { price: 4 })]
    expect(claimedBy(rule, rows)).toEqual(['a/1 14', 'a/2 division-by-zero', 'a/3 14'])
  })

  test('asks for no value where its condition does not hold', () => {
    const rule: Rule = ({ price, count }, scope) => ({
      claimed: scope.group('app').sum(price.over(count, 'floor'), count.above(0n)),
    })
    const rows = [claim('a', '1'), claim('a', '2', { count: 0 })]
    expect(claimedBy(rule, rows)).toEqual(['a/1 10', 'a/2 10'])
  })

  test('that disagrees discards all its claims, and no other group', () => {
    const rule: Rule = ({ price }, scope) => ({ claimed: scope.group('app').same(price) })
    const rows = [claim('a', '1'), claim('a', '2', { price: 11 }), claim('b', '1'), claim('b', '2')]
    expect(claimedBy(rule, rows)).toEqual([
      'a/1 group-disagrees',
      'a/2 group-disagrees',
      'b/1 10',
      'b/2 10',
    ])
  })

  test('whose sum is over 2^128 - 1 discards its claims', () => {
    const rule: Rule = ({ price }, scope) => ({ claimed: scope.group('app').sum(price) })
    const most = { price: String(AMOUNT_MAX) }
    const rows = [claim('a', '1', most), claim('a', '2'), claim('b', '1', most)]
    expect(claimedBy(rule, rows)).toEqual(['a/1 overflow', 'a/2 overflow', `b/1 ${AMOUNT_MAX}`])
  })
})

describe('a per-claim function', () => {
  const doubled = (perClaim: (row: { readonly price: bigint }) => object) => {
    const price = defineTlm({
      name: 'own-price',
      version: '1.0.0',
      phase: 'price',
      reads: { price: columns.price },
      writes: { claimed: columns.price },
      codes: ['late'],
      perClaim: perClaim as (row: { readonly price: bigint }) => { readonly claimed: bigint },
    })
    const network = networkOf({ columns, key: ['app', 'job'], chain: [use(price)] })
    return settleRows(network, [claim('a', '1'), claim('a', '2', { price: 3 })])
  }

  test.for<[string, (row: { readonly price: bigint }) => object, string]>([
    ['gives its columns', ({ price }) => ({ claimed: price * 2n }), 'a/1 settled'],
    ['rejects', () => ({ rejected: 'late' }), 'a/1 discarded late'],
    ['gives too little', () => ({}), 'a/1 discarded tlm-fault'],
    ['gives a number', () => ({ claimed: 5 }), 'a/1 discarded tlm-fault'],
    ['gives less than zero', () => ({ claimed: -1n }), 'a/1 discarded tlm-fault'],
    ['gives too much', () => ({ claimed: AMOUNT_MAX + 1n }), 'a/1 discarded tlm-fault'],
  ])('%s', ([, perClaim, end]) => {
    expect(doubled(perClaim).ends[0]).toBe(end)
  })

  test('that throws discards its claim with a loud event, and no other claim', () => {
    const { ends, events } = doubled(({ price }) => {
      if (price === 10n) throw new Error('no tens')
      return { claimed: price }
    })
    expect(ends).toEqual(['a/1 discarded tlm-fault', 'a/2 settled'])
    expect(events).toMatchObject([{ tlm: 'own-price', event: 'tlm-fault' }])
  })
})
