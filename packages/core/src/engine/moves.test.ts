import { describe, expect, test } from 'vitest'
import {
  account,
  amount,
  AMOUNT_MAX,
  defineTlm,
  flag,
  id,
  list,
  parseRatio,
  units,
  use,
  when,
  type SettleScope,
} from '../index.js'
import type { SymbolicRow } from '../rules/wrapColumn.js'
import { networkOf, settleRows, type Settled } from './settleRows.fixture.js'

const columns = {
  job: id('job'),
  price: amount('tok'),
  isPaid: flag(),
  items: list({ to: account(), part: amount('tok'), weight: units() }),
} as const
type Row = SymbolicRow<typeof columns>
interface Words {
  readonly reasons: 'pay'
  readonly codes: 'refused'
  readonly outcomes: 'enough'
  readonly events: { readonly seen: { readonly price: typeof columns.price } }
}
type Rule = (row: Row, claim: SettleScope<Words>) => void

const settled = (rule: Rule, rows: readonly object[], held: Record<string, bigint>): Settled => {
  const tlm = defineTlm({
    name: 'rule',
    version: '1.0.0',
    phase: 'settle',
    reads: columns,
    reasons: ['pay'],
    codes: ['refused'],
    outcomes: ['enough'],
    events: { seen: { price: columns.price } },
    rule(row, _params, claim) {
      rule(row, claim)
    },
  })
  const floors = { 'app/funds': 5n }
  const network = networkOf({ columns, key: ['job'], chain: [use(tlm)], floors })
  const full = rows.map((row, index) => ({
    job: `j${index + 1}`,
    price: '10',
    isPaid: true,
    items: [],
    ...row,
  }))
  return settleRows(network, full, held)
}
const [from, to] = ['module/a', 'module/b']
const reason = 'pay'

describe('moves', () => {
  test('are undone with their claim: balances, tallies and events', () => {
    const rule: Rule = ({ price, items }, claim) => {
      claim.transfer(price, { from, to, reason })
      claim.mint(price, { to, reason })
      claim.tally(items.count().plus(1n), { on: 'module/jobs' })
      claim.emit('seen', { price })
      claim.burn(price, { from: 'module/c', reason })
    }
    const { ends, postings, balances, events, result } = settled(rule, [{}, { price: '9' }, {}], {
      'module/a': 100n,
      'module/c': 18n,
    })
    expect(ends).toEqual([
      'j1 settled',
      'j2 discarded insufficient-funds',
      'j3 discarded insufficient-funds',
    ])
    expect(postings).toEqual([
      'module/a > module/b 10',
      'supply/mint > module/b 10',
      'module/c > supply/burn 10',
    ])
    expect(balances).toEqual({
      'module/a': 90n,
      'module/b': 20n,
      'module/c': 8n,
      'supply/mint': 10n,
      'supply/burn': 10n,
    })
    expect(events).toHaveLength(1)
    expect(result.state.tallies).toEqual(new Map([['module/jobs', 1n]]))
  })

  test('tally an amount by its base units, in lists and under conditions too', () => {
    const rule: Rule = ({ price, isPaid, items }, claim) => {
      claim.tally(price, { on: 'module/prices' })
      items.each(({ part }) => {
        claim.tally(part, { on: 'module/parts' })
      })
      when(isPaid, () => {
        claim.tally(price, { on: 'module/paid' })
      })
    }
    const item = { to: 'module/x', weight: '0' }
    const rows = [
      {
        price: '7',
        items: [
          { ...item, part: '3' },
          { ...item, part: '4' },
        ],
      },
      { price: '5', isPaid: false },
      { price: '0' },
    ]
    const tallies = new Map([
      ['module/prices', 12n],
      ['module/parts', 7n],
      ['module/paid', 7n],
    ])
    expect(settled(rule, rows, {}).result.state.tallies).toEqual(tallies)
  })

  test('tally to 2^128 - 1 and stay there', () => {
    const rule: Rule = ({ price }, claim) => {
      claim.tally(price, { on: 'module/prices' })
    }
    const rows = [{ price: String(AMOUNT_MAX) }, { price: '5' }]
    const { tallies } = settled(rule, rows, {}).result.state
    expect(tallies).toEqual(new Map([['module/prices', AMOUNT_MAX]]))
  })

  test('are kept by a finish, and ended by it', () => {
    const rule: Rule = ({ price, isPaid }, claim) => {
      claim.transfer(price, { from, to, reason })
      claim.finish(isPaid, 'enough')
      claim.transfer(price, { from, to, reason })
    }
    const { ends, balances } = settled(rule, [{}, { isPaid: false }], { 'module/a': 100n })
    expect(ends).toEqual(['j1 finished enough', 'j2 settled'])
    expect(balances['module/b']).toBe(30n)
  })

  test('stop at the floor of an account, to the unit', () => {
    const rule: Rule = ({ price }, claim) => {
      claim.transfer(price, { from: 'app/x/funds', to, reason })
    }
    const held = { 'app/x/funds': 15n }
    expect(settled(rule, [{ price: '10' }], held).ends).toEqual(['j1 settled'])
    expect(settled(rule, [{ price: '11' }], held).ends).toEqual(['j1 discarded insufficient-funds'])
  })

  test('stop at 2^128 - 1 on the credited account', () => {
    const rule: Rule = ({ price }, claim) => {
      claim.transfer(price, { from, to, reason })
    }
    const held = { 'module/a': 10n, 'module/b': AMOUNT_MAX - 9n }
    expect(settled(rule, [{}], held).ends).toEqual(['j1 discarded balance-overflow'])
    expect(settled(rule, [{ price: '9' }], held).ends).toEqual(['j1 settled'])
  })

  test('of zero post nothing, though the account is empty', () => {
    const rule: Rule = ({ price }, claim) => {
      claim.transfer(price, { from, to, reason })
    }
    const { ends, postings } = settled(rule, [{ price: '0' }], {})
    expect([ends, postings]).toEqual([['j1 settled'], []])
  })
})

describe('take', () => {
  const rule: Rule = ({ price }, claim) => {
    const sources = ['app/x/funds', 'module/a', 'module/c']
    const { taken, short } = claim.take(price, { from: sources, to, reason })
    claim.emit('seen', { price: taken })
    claim.emit('seen', { price: short })
  }
  test.for<[string, string, readonly string[], readonly string[]]>([
    ['nothing', '0', [], ['0', '0']],
    ['from the first, down to its floor', '3', ['app/x/funds > module/b 3'], ['3', '0']],
    ['from each in order', '6', ['app/x/funds > module/b 4', 'module/a > module/b 2'], ['6', '0']],
    [
      'what there is',
      '20',
      ['app/x/funds > module/b 4', 'module/a > module/b 3', 'module/c > module/b 1'],
      ['8', '12'],
    ],
  ])('takes %s', ([, price, postings, seen]) => {
    const held = { 'app/x/funds': 9n, 'module/a': 3n, 'module/c': 1n }
    const outcome = settled(rule, [{ price }], held)
    expect(outcome.postings).toEqual(postings)
    expect(outcome.events.map(({ fields }) => fields['price'])).toEqual(seen)
  })
})

describe('statements', () => {
  test('balance reads at its place in the claim', () => {
    const rule: Rule = ({ price }, claim) => {
      claim.emit('seen', { price: claim.balance(to, price) })
      claim.transfer(price, { from, to, reason })
      claim.emit('seen', { price: claim.balance(to, price) })
    }
    const { events, entries } = settled(rule, [{}, { price: '200' }, {}], { 'module/a': 100n })
    expect(events.map(({ fields }) => fields['price'])).toEqual(['0', '10', '10', '20'])
    expect(entries.map(({ witnesses }) => witnesses)).toEqual([
      [0n, 10n],
      [10n, 0n],
      [10n, 20n],
    ])
  })

  test('when masks moves, takes and balances', () => {
    const rule: Rule = ({ price, isPaid }, claim) => {
      let taken = price
      when(
        isPaid,
        () => claim.transfer(price, { from, to, reason }),
        () => {
          taken = claim.take(price, { from, to: 'module/c', reason }).taken
        },
      )
      claim.emit('seen', { price: taken })
    }
    const { postings, events } = settled(rule, [{}, { isPaid: false }], { 'module/a': 15n })
    expect(postings).toEqual(['module/a > module/b 10', 'module/a > module/c 5'])
    expect(events.map(({ fields }) => fields['price'])).toEqual(['0', '5'])
  })

  test('each moves item by item, and one item short of funds undoes them all', () => {
    const rule: Rule = ({ items }, claim) => {
      items.each(({ to: taker, part }) => claim.transfer(part, { from, to: taker, reason }))
    }
    const item = (name: string, part: string) => ({ to: `node/${name}`, part, weight: 1 })
    const rows = [
      { items: [item('x', '6'), item('y', '5')] },
      { items: [item('x', '6'), item('y', '4')] },
    ]
    const { ends, postings } = settled(rule, rows, { 'module/a': 10n })
    expect(ends).toEqual(['j1 discarded insufficient-funds', 'j2 settled'])
    expect(postings).toEqual(['module/a > node/x 6', 'module/a > node/y 4'])
  })

  test('split gives the rest every remainder unit', () => {
    const rule: Rule = ({ price }, claim) => {
      const share = parseRatio('1/3', 'share')
      const cuts = {
        up: { to: 'module/up', share, round: 'ceil' },
        down: { to: 'module/down', share, round: 'floor' },
        half: { to: 'module/half', share: parseRatio('1/2', 'share'), round: 'floor', of: 'rest' },
      } as const
      claim.split(price, { from, reason, cuts, rest: to })
    }
    const { postings } = settled(rule, [{}], { 'module/a': 10n })
    expect(postings.map((posting) => posting.split(' > ')[1])).toEqual([
      'module/up 4',
      'module/down 3',
      'module/half 1',
      'module/b 2',
    ])
  })

  test('splitAmong refuses weights that sum to zero, and a later part short of room', () => {
    const rule: Rule = ({ price, items }, claim) => {
      claim.splitAmong(price, {
        from,
        reason,
        list: items,
        to: 'to',
        weight: 'weight',
        dust: 'last',
      })
    }
    const item = (name: string, weight: number) => ({ to: `node/${name}`, part: '0', weight })
    const rows = [
      { items: [] },
      { items: [item('x', 0)] },
      { items: [item('x', 1), item('full', 2)] },
      { items: [item('x', 1), item('y', 2)] },
    ]
    const { ends, postings } = settled(rule, rows, { 'module/a': 10n, 'node/full': AMOUNT_MAX })
    expect(ends).toEqual([
      'j1 discarded weights-sum-zero',
      'j2 discarded weights-sum-zero',
      'j3 discarded balance-overflow',
      'j4 settled',
    ])
    expect(postings).toEqual(['module/a > node/x 3', 'module/a > node/y 7'])
  })
})

test('an actor of a kind called supply holds an ordinary account', () => {
  const tlm = defineTlm({
    name: 'pay',
    version: '1.0.0',
    phase: 'settle',
    reads: { price: columns.price, depot: id('supply') },
    reasons: ['pay'],
    rule({ price, depot }, _params, claim) {
      claim.transfer(price, { from: depot.bucket('stock'), to, reason })
    },
  })
  const of = { job: id('job'), depot: id('supply'), price: columns.price }
  const network = networkOf({ columns: of, key: ['job'], chain: [use(tlm)] })
  const rows = [{ job: 'j1', depot: 'd', price: '4' }]
  expect(settleRows(network, rows, { 'supply/d/stock': 5n }).balances).toEqual({
    'supply/d/stock': 1n,
    'module/b': 4n,
  })
})
