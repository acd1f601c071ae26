import { describe, expect, test } from 'vitest'
import {
  account,
  amount,
  amountOf,
  defineClaimKind,
  defineFollowUp,
  defineNetwork,
  definePipeline,
  defineTlm,
  flag,
  id,
  isTlmkitError,
  list,
  oneOf,
  parseRatio,
  ratio,
  reject,
  units,
  use,
  when,
  type Network,
  type SettleResult,
} from '../index.js'
import { networkOf, stateOf } from '../engine/settleRows.fixture.js'
import { settle } from '../settlement/settle.js'
import type { EngineName } from '../settlement/Settlement.js'

type Rows = Readonly<Record<string, readonly unknown[]>>
type Held = Readonly<Record<string, bigint>>

/** What a settlement came to, or the code and message that stopped it. */
function ended(run: () => SettleResult): unknown {
  try {
    const { receiptHash, state, blocks, dust, deferred } = run()
    const entries = blocks.flatMap((block) => block.entries)
    return { receiptHash, balances: state.balances, entries, dust, deferred }
  } catch (error) {
    if (isTlmkitError(error)) return `${error.code}: ${error.message}`
    throw error
  }
}

/** Settles with both engines, which must agree; gives the entries, or the error. */
function agreed(network: Network, rows: Rows, held: Held = {}): unknown {
  const claims = Object.fromEntries(
    Object.entries(rows).map(([kind, each]) => [kind, { rows: each }]),
  )
  const by = (engine: EngineName, blockRows: number): unknown =>
    ended(() => {
      const input = { id: 's', height: 1n, claims }
      return settle(network, stateOf(network, held), input, { engine, blockRows })
    })
  const expected = by('reference', 1)
  for (const blockRows of [1, 2, 1024]) expect(by('columnar', blockRows)).toEqual(expected)
  return expected
}

const columns = { job: id('job'), price: amount('tok'), count: units(), isLate: flag() } as const
const base = { version: '1.0.0', reads: columns } as const
const [from, to, reason] = ['module/a', 'module/b', 'pay'] as const
const row = (job: string, changes: object = {}) => ({
  job,
  price: '10',
  count: 1,
  isLate: false,
  ...changes,
})

describe('what a discarded claim claimed', () => {
  test('is not known where the function that prices rejects it', () => {
    const price = defineTlm({
      ...base,
      name: 'price',
      phase: 'price',
      writes: { claimed: amount('tok') },
      codes: ['late'],
      perClaim: ({ price: asked, isLate }) => (isLate ? reject('late') : { claimed: asked }),
    })
    const network = networkOf({ columns, key: ['job'], chain: [use(price)] })
    const jobs = [row('a'), row('b', { isLate: true }), row('c')]
    expect(agreed(network, { jobs })).toMatchObject({
      entries: [{ claimed: 10n }, { claimed: undefined, code: 'late' }, { claimed: 10n }],
    })
  })

  test('is known where it is one number for all, or a sum over its group', () => {
    const kind = defineClaimKind('jobs', {
      key: ['job'],
      columns,
      codes: ['unknown'],
      collect: ({ isLate }) => (isLate ? reject('unknown') : {}),
    })
    const priceOf = (name: string, isFlat: boolean) =>
      defineTlm({
        ...base,
        name,
        phase: 'price',
        writes: { claimed: amount('tok') },
        codes: ['none'],
        rule({ price, count }, _params, claim) {
          claim.reject(count.isZero(), 'none')
          return { claimed: isFlat ? amountOf(7n, 'tok') : claim.group('job').sum(price) }
        },
      })
    for (const isFlat of [true, false]) {
      const network = defineNetwork({
        name: 'one',
        denominations: { tok: { decimals: 0, symbol: 'TOK' } },
        kinds: { jobs: definePipeline(kind, [use(priceOf('price', isFlat))]) },
      })
      const jobs = [row('a', { isLate: true }), row('b', { count: 0 }), row('c')]
      const sums = isFlat ? [7n, 7n, 7n] : [0n, 0n, 10n]
      expect(agreed(network, { jobs })).toMatchObject({
        entries: sums.map((claimed) => ({ claimed })),
      })
    }
  })
})

test('what moves there and back counts in the receipt and in the balances', () => {
  const turn = defineTlm({
    ...base,
    name: 'turn',
    phase: 'settle',
    reasons: ['pay'],
    rule({ price }, _params, claim) {
      claim.transfer(price, { from, to, reason })
      claim.transfer(price, { from: to, to: from, reason })
    },
  })
  const network = networkOf({ columns, key: ['job'], chain: [use(turn)] })
  const settled = agreed(network, { jobs: [row('a')] }, { 'module/a': 10n })
  expect(settled).toMatchObject({
    balances: new Map([
      [
        'tok',
        new Map([
          [from, 10n],
          [to, 0n],
        ]),
      ],
    ]),
  })
})

describe('a loop over items', () => {
  const items = list({ to: account(), part: amount('tok'), isLast: flag() })
  const item = (part: number, isLast = false) => ({ to: 'node/x', part, isLast })
  const networkWith = (end: 'finish' | 'reject') => {
    const pay = defineTlm({
      name: 'pay',
      version: '1.0.0',
      phase: 'settle',
      reads: { items },
      reasons: ['pay'],
      codes: ['ended'],
      outcomes: ['ended'],
      rule(claimed, _params, claim) {
        claimed.items.each((each) => {
          claim[end](each.isLast, 'ended')
          claim.transfer(each.part, { from, to: each.to, reason })
        })
      },
    })
    return networkOf({ columns: { job: id('job'), items }, key: ['job'], chain: [use(pay)] })
  }
  const jobs = [
    { job: 'a', items: [item(4), item(3, true), item(9)] },
    { job: 'b', items: [item(2)] },
  ]

  test('keeps what items moved before one finishes the claim', () => {
    const balances = new Map([
      [
        'tok',
        new Map([
          [from, 4n],
          ['node/x', 6n],
        ]),
      ],
    ])
    expect(agreed(networkWith('finish'), { jobs }, { 'module/a': 10n })).toMatchObject({ balances })
  })

  test('is short of funds before a later item rejects the claim', () => {
    expect(agreed(networkWith('reject'), { jobs }, { 'module/a': 3n })).toMatchObject({
      entries: [{ code: 'insufficient-funds' }, { status: 'settled' }],
    })
    expect(agreed(networkWith('reject'), { jobs }, { 'module/a': 10n })).toMatchObject({
      entries: [{ code: 'ended', witnesses: [1n] }, { status: 'settled' }],
    })
  })
})

describe('a promise that is broken', () => {
  const price = defineTlm({
    ...base,
    name: 'price',
    phase: 'price',
    writes: { claimed: amount('tok') },
    rule: (claim) => ({ claimed: claim.price }),
  })
  const limit = defineTlm({
    name: 'limit',
    version: '1.0.0',
    phase: 'limit',
    reads: { claimed: amount(), count: units() },
    writes: { settled: amount() },
    rule: ({ claimed, count }) => ({ settled: claimed.forUnits(count) }),
  })
  const pay = defineTlm({
    name: 'pay',
    version: '1.0.0',
    phase: 'settle',
    reads: { settled: amount(), price: amount() },
    writes: { paid: amount() },
    reasons: ['pay'],
    rule({ settled, price: asked }, _params, claim) {
      claim.transfer(asked, { from, to, reason })
      return { paid: settled.plus(settled) }
    },
  })
  const network = networkOf({ columns, key: ['job'], chain: [use(price), use(limit), use(pay)] })

  test('does not count where the claim is short of funds', () => {
    expect(agreed(network, { jobs: [row('a')] })).toMatchObject({
      entries: [{ code: 'insufficient-funds' }],
    })
    expect(agreed(network, { jobs: [row('a')] }, { 'module/a': 10n })).toMatch(/paid 20 is above/)
  })

  test('stops the settlement at the first claim that breaks one', () => {
    const jobs = [row('a'), row('b', { count: 2 })]
    expect(agreed(network, { jobs }, { 'module/a': 99n })).toMatch(/paid 20 is above settled 10/)
    expect(agreed(network, { jobs })).toMatch(/settled 20 is above claimed 10/)
  })
})

const halve = defineTlm({
  ...base,
  name: 'halve',
  phase: 'settle',
  events: { told: { half: amount('tok') } },
  rule({ price }, _params, claim) {
    claim.emit('told', { half: price.times(parseRatio('0.5', 'half'), 'floor') })
  },
})

test('a ratio that nobody could look up is none, and nothing divides by it', () => {
  const kind = defineClaimKind('jobs', {
    key: ['job'],
    columns,
    facts: { share: ratio() },
    codes: ['unknown'],
    collect: () => reject('unknown'),
  })
  const pay = defineTlm({
    ...base,
    name: 'pay',
    phase: 'settle',
    reads: { price: amount(), share: ratio() },
    reasons: ['pay'],
    rule({ price, share }, _params, claim) {
      claim.transfer(price.times(share, 'floor'), { from, to, reason })
    },
  })
  const network = defineNetwork({
    name: 'one',
    denominations: { tok: { decimals: 0, symbol: 'TOK' } },
    kinds: { jobs: definePipeline(kind, [use(pay)]) },
  })
  const jobs = Array.from({ length: 300 }, (_, index) => row(`j${index}`, { price: index }))
  // The machine has held ratios of an earlier settlement where now other things lie.
  const earlier = networkOf({ columns, key: ['job'], chain: [use(halve)] })
  for (let length = 1; length < 9; length++) {
    agreed(earlier, { jobs: jobs.slice(0, 30 * length) })
    expect(agreed(network, { jobs })).toMatchObject({ entries: jobs.map(() => ({})) })
  }
})

test('a claim that could not be made is discarded under its cause, whatever its key', () => {
  const jobs = defineClaimKind('jobs', { key: ['job'], columns })
  const fines = defineClaimKind('fines', {
    key: ['grade', 'fine'],
    columns: { fine: id('fine'), grade: oneOf('low', 'high') },
  })
  const nothing = defineTlm({
    name: 'nothing',
    version: '1.0.0',
    phase: 'settle',
    reads: { grade: oneOf('low', 'high') },
    codes: ['high'],
    rule({ grade }, _params, claim) {
      claim.reject(grade.is('high'), 'high')
    },
  })
  const network = defineNetwork({
    name: 'two',
    denominations: { tok: { decimals: 0, symbol: 'TOK' } },
    kinds: { jobs: definePipeline(jobs, []), fines: definePipeline(fines, [use(nothing)]) },
    followUps: [defineFollowUp(jobs, 'settled', fines, () => ({ fine: 'f', grade: 'none' }))],
  })
  expect(agreed(network, { jobs: [row('a')] })).toMatchObject({
    entries: [{ status: 'settled' }, { code: 'follow-up-fault', key: ['a', 'a'] }],
  })
})

test('of two fields that cannot be computed the one declared first is blamed', () => {
  const tell = defineTlm({
    ...base,
    name: 'tell',
    phase: 'settle',
    events: { told: { later: amount('tok'), earlier: amount('tok') } },
    rule({ price, count }, _params, claim) {
      const later = price.minus(price.forUnits(count), 'reject')
      claim.emit('told', { later, earlier: price.over(count.minus(count, 'zero'), 'floor') })
    },
  })
  const network = networkOf({ columns, key: ['job'], chain: [use(tell)] })
  expect(agreed(network, { jobs: [row('a', { count: 2 }), row('b')] })).toMatchObject({
    entries: [{ code: 'below-zero' }, { code: 'division-by-zero' }],
  })
})

test('a count over items is taken where the loop over them hangs on a balance', () => {
  const items = list({ weight: units() })
  const count = defineTlm({
    name: 'count',
    version: '1.0.0',
    phase: 'settle',
    reads: { price: amount('tok'), items },
    reasons: ['pay'],
    events: { told: { heavy: units(), sum: units() } },
    rule(claim, _params, scope) {
      const held = scope.balance(from, claim.price)
      when(held.atLeast(claim.price), () => {
        const heavy = claim.items.count(({ weight }) => weight.above(1n))
        const sum = claim.items.each(({ weight }) => weight.plus(1n)).sum()
        scope.emit('told', { heavy, sum })
        scope.transfer(claim.price, { from, to, reason })
      })
    },
  })
  const of = { job: id('job'), price: amount('tok'), items }
  const network = networkOf({ columns: of, key: ['job'], chain: [use(count)] })
  const jobs = ['a', 'b', 'c', 'd'].map((job, index) => ({
    ...{ job, price: 10 },
    items: [1, 2, 3].slice(index % 3).map((weight) => ({ weight })),
  }))
  const told = (heavy: string, sum: string) => [{ fields: { heavy, sum } }]
  expect(agreed(network, { jobs }, { 'module/a': 35n })).toMatchObject({
    entries: [
      ...[{ events: told('2', '9') }, { events: told('2', '7') }, { events: told('1', '4') }],
      { postings: [], events: [] },
    ],
  })
})
