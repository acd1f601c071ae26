import { describe, expect, test } from 'vitest'
import {
  amount,
  compileNetwork,
  defineTlm,
  flag,
  Hasher,
  id,
  list,
  parseRatio,
  select,
  units,
  use,
  when,
  type PureScope,
  type SettleScope,
} from '../index.js'
import { networkOf } from '../engine/settleRows.fixture.js'
import type { SymbolicRow } from '../rules/wrapColumn.js'

const columns = {
  app: id('app'),
  job: id('job'),
  price: amount('tok'),
  bound: amount('gem'),
  count: units(),
  isPaid: flag(),
  items: list({ weight: units(), owner: id('owner') }),
} as const
type Row = SymbolicRow<typeof columns>
interface Words {
  readonly reasons: 'pay'
  readonly codes: 'dear'
  readonly outcomes: 'zero'
  readonly events: { readonly seen: { readonly price: typeof columns.price } }
}
type Claim = PureScope<Words> & SettleScope<Words>
type Body = (row: Row, claim: Claim) => void

/** The usage error that compiling one rule throws. */
const errorOf = (body: Body, phase: 'price' | 'settle' = 'settle'): unknown => {
  const rule = (row: Row, _params: object, claim: unknown): { claimed: Row['price'] } => {
    body(row, claim as Claim)
    return { claimed: row.price }
  }
  const tlm = defineTlm({
    name: 'rule',
    version: '1.0.0',
    phase,
    reads: columns,
    writes: { claimed: columns.price },
    reasons: ['pay'],
    codes: ['dear'],
    outcomes: ['zero'],
    events: { seen: { price: columns.price } },
    rule,
  })
  const network = networkOf({ columns, key: ['app', 'job'], chain: [use(tlm)] })
  try {
    compileNetwork(network, {}, new Hasher())
    return 'compiled'
  } catch (error) {
    return error
  }
}
const half = parseRatio('0.5', 'share')
const [from, to] = ['module/a', 'module/b']
const cut = (share: string, round: 'floor' | 'ceil', of: 'whole' | 'rest' = 'whole') => ({
  to,
  share: parseRatio(share, 'share'),
  round,
  of,
})
const here = /tracePipeline\.test\.ts:[0-9]+/

describe('a rule that cannot be traced is a usage error that names its line', () => {
  let calls = 0n
  test.for<[string, string, Body]>([
    [
      'an impure rule',
      'rule-impure',
      ({ price }, claim) => {
        calls += 1n
        claim.transfer(price.forUnits(calls), { from, to, reason: 'pay' })
      },
    ],
    [
      'an if on a condition',
      'condition-not-consumed',
      ({ price, bound, count }, claim) => {
        const dear = count.above(5n)
        // What an if does with a symbolic condition, said so that lint lets it pass.
        if (Object(dear) === dear) claim.transfer(price, { from, to, reason: 'pay' })
        claim.transfer(bound, { from, to, reason: 'pay' })
      },
    ],
    [
      'an operator on a symbolic value',
      'symbolic-operator',
      ({ price, bound }, claim) => {
        if ((price as object) < (bound as object))
          claim.transfer(price, { from, to, reason: 'pay' })
      },
    ],
    [
      'two denominations that meet',
      'denominations-differ',
      ({ price, bound }) => {
        price.plus(bound as never)
      },
    ],
    [
      'a select between two denominations',
      'denominations-differ',
      ({ price, bound, isPaid }) => {
        select(isPaid, price, bound as never)
      },
    ],
    [
      'an item used outside its loop',
      'list-item-outside',
      ({ items, price }) => {
        let kept: Row['count'] | undefined
        items.each(({ weight }) => {
          kept = weight
        })
        if (kept !== undefined) price.forUnits(kept)
      },
    ],
    [
      'an unknown reason',
      'name-undeclared',
      ({ price }, claim) => {
        claim.transfer(price, { from, to, reason: 'gift' as 'pay' })
      },
    ],
    [
      'an unknown code',
      'name-undeclared',
      ({ isPaid }, claim) => {
        claim.reject(isPaid, 'cheap' as 'dear')
      },
    ],
    [
      'an unknown event',
      'name-undeclared',
      ({ price }, claim) => {
        claim.emit('heard' as 'seen', { price })
      },
    ],
    [
      'an event without one of its fields',
      'event-field-missing',
      (_row, claim) => {
        claim.emit('seen', {} as { price: Row['price'] })
      },
    ],
    [
      'a tally of a condition',
      'operand-invalid',
      ({ isPaid }, claim) => {
        claim.tally(isPaid as never, { on: to })
      },
    ],
    [
      'a group in settle',
      'wrong-phase',
      (_row, claim) => {
        claim.group('app')
      },
    ],
    [
      'shares over 1',
      'split-invalid',
      ({ price }, claim) => {
        const cuts = { x: cut('0.6', 'floor'), y: cut('0.5', 'floor') }
        claim.split(price, { from, reason: 'pay', cuts, rest: to })
      },
    ],
    [
      'two cuts of the whole that round up',
      'split-invalid',
      ({ price }, claim) => {
        const cuts = { x: cut('0.1', 'ceil'), y: cut('0.1', 'ceil') }
        claim.split(price, { from, reason: 'pay', cuts, rest: to })
      },
    ],
    [
      'a cut called rest',
      'split-invalid',
      ({ price }, claim) => {
        claim.split(price, { from, reason: 'pay', cuts: { rest: cut('0.1', 'floor') }, rest: to })
      },
    ],
    [
      'takers that are ids without a bucket',
      'split-invalid',
      ({ price, items }, claim) => {
        const options = { from, reason: 'pay', list: items, to: 'owner', weight: 'weight' } as const
        claim.splitAmong(price, { ...options, dust: 'first' })
      },
    ],
  ])('%s: %s', ([, code, body]) => {
    const error = errorOf(body)
    expect(error).toMatchObject({
      kind: 'usage',
      code,
      message: expect.stringMatching(here) as string,
    })
  })

  test.for<[string, string, Body]>([
    [
      'a group that is no prefix of the key',
      'group-not-prefix',
      ({ price }, claim) => {
        claim.group('job').sum(price)
      },
    ],
    [
      'a group inside a list loop',
      'group-in-list',
      ({ items }, claim) => {
        items.each(() => claim.group('app').presented())
      },
    ],
    [
      'a move in price',
      'wrong-phase',
      ({ price }, claim) => {
        claim.transfer(price, { from, to, reason: 'pay' })
      },
    ],
    [
      'a balance in price',
      'wrong-phase',
      ({ price }, claim) => {
        claim.balance(from, price)
      },
    ],
  ])('%s: %s', ([, code, body]) => {
    const error = errorOf(body, 'price')
    expect(error).toMatchObject({
      kind: 'usage',
      code,
      message: expect.stringMatching(here) as string,
    })
  })

  test('a list loop inside another', () => {
    const error = errorOf(({ items }) => {
      items.each(() => items.count(({ weight }) => weight.above(0n)))
    })
    expect(error).toMatchObject({ kind: 'usage', code: 'nested-list' })
  })

  test('a value used after its rule ran', () => {
    let leaked: Row['price'] | undefined
    expect(
      errorOf(({ price }) => {
        leaked = price
      }),
    ).toBe('compiled')
    expect(() => leaked?.isZero()).toThrow(expect.objectContaining({ code: 'outside-rule' }))
  })

  test.for<[string, Body]>([
    [
      'one cut of the whole up, others of the rest up',
      ({ price }, claim) => {
        const cuts = { x: cut('0.5', 'ceil'), y: cut('1', 'ceil', 'rest') }
        claim.split(price, { from, reason: 'pay', cuts, rest: to })
      },
    ],
    [
      'a condition that when consumes',
      ({ price, count }, claim) => {
        when(count.above(5n), () => {
          claim.transfer(price.times(half, 'floor'), { from, to, reason: 'pay' })
        })
      },
    ],
  ])('is not: %s', ([, body]) => {
    expect(errorOf(body)).toBe('compiled')
  })
})
