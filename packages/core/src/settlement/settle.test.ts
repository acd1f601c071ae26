import { describe, expect, test } from 'vitest'
import {
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  module,
  parseRatio,
  settle,
  units,
  use,
  type State,
} from '../index.js'

const jobs = defineClaimKind('jobs', {
  key: ['caller', 'job'],
  columns: {
    caller: id('caller'),
    job: id('job'),
    worker: id('worker'),
    relays: units(),
    price: amount('tok'),
  },
})
const price = defineTlm({
  name: 'flat-price',
  version: '1.0.0',
  phase: 'price',
  reads: { relays: units(), price: amount() },
  writes: { claimed: amount() },
  rule: ({ relays, price: unit }) => ({ claimed: unit.forUnits(relays) }),
})
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { claimed: amount(), caller: id('caller'), worker: id('worker') },
  reasons: ['pay'],
  rule({ claimed, caller, worker }, _params, claim) {
    claim.split(claimed, {
      from: caller.bucket('funds'),
      reason: 'pay',
      cuts: { fee: { to: module('treasury'), share: parseRatio('0.1', 'fee'), round: 'floor' } },
      rest: worker.bucket('account'),
    })
  },
})
export const toy = defineNetwork({
  name: 'toy',
  denominations: { tok: { decimals: 2, symbol: 'TOK' } },
  kinds: { jobs: definePipeline(jobs, [use(price), use(pay)]) },
})

const opening = (): State =>
  initialState(toy, { balances: new Map([['tok', new Map([['caller/c1/funds', 100n]])]]) })
const job = (name: string, relays: number) => ({
  caller: 'c1',
  job: name,
  worker: 'w1',
  relays,
  price: '7',
})
const input = (rows: readonly unknown[], settlementId = 's1') => ({
  id: settlementId,
  height: 1n,
  claims: { jobs: { rows } },
})

describe('settle', () => {
  test('moves amounts, gives the dust to the rest, discards what is not funded', () => {
    const result = settle(toy, opening(), input([job('a', 3), job('b', 12), job('c', 2)]))
    expect(Object.fromEntries(result.state.balances.get('tok') ?? [])).toEqual({
      'caller/c1/funds': 65n,
      'module/treasury': 3n,
      'worker/w1/account': 32n,
    })
    expect(result.receipt.claims).toEqual({ settled: 2, finished: 0, discarded: 1, deferred: 0 })
    const [block] = result.blocks
    expect(block?.entries.map(({ key, code }) => [key.join('/'), code])).toEqual([
      ['c1/a', ''],
      ['c1/b', 'insufficient-funds'],
      ['c1/c', ''],
    ])
  })

  test('gives the same receipt for any arrival order, and posts nothing when repeated', () => {
    const rows = [job('a', 3), job('b', 1), job('c', 2)]
    const first = settle(toy, opening(), input(rows))
    const shuffled = settle(toy, opening(), input([...rows].reverse()))
    expect(shuffled.receipt).toEqual(first.receipt)
    const again = settle(toy, first.state, input(rows))
    expect(again).toMatchObject({ receipt: first.receipt, repeated: true, blocks: [] })
    expect(again.receiptHash).toBe(first.receiptHash)
    expect(again.state).toBe(first.state)
  })

  test('refuses the same id with another input, and a claim that settled before', () => {
    const first = settle(toy, opening(), input([job('a', 3)]))
    expect(() => settle(toy, first.state, input([job('b', 3)]))).toThrow(
      expect.objectContaining({ code: 'settlement-id-reused' }),
    )
    const second = settle(toy, first.state, input([job('a', 3)], 's2'))
    expect(second.blocks[0]?.entries[0]).toMatchObject({
      status: 'discarded',
      tlm: 'intake',
      code: 'already-settled',
    })
    expect(second.state.balances).toEqual(first.state.balances)
  })
})
