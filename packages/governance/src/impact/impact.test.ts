import {
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  formatRatio,
  id,
  initialState,
  module,
  settle,
  shared,
  supply,
  units,
  use,
  type State,
} from '@tlmkit/core'
import { ratioParam } from '@tlmkit/params'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createImpactRecorder, giniOf, impactOf, impactReport, topShareOf } from '../index.js'

const jobs = defineClaimKind('jobs', {
  key: ['job'],
  columns: { job: id('job'), caller: id('caller'), worker: id('worker'), pay: amount('tok') },
})
const work = defineTlm({
  name: 'work',
  version: '1.0.0',
  phase: 'settle',
  reads: { caller: id('caller'), worker: id('worker'), pay: amount() },
  params: z.strictObject({
    burned: ratioParam('0.1', { max: '1', effect: 'Burned share.' }),
    insured: ratioParam('0.1', { max: '1', effect: 'Insured share.' }),
    minted: ratioParam('0', { max: '1', effect: 'Minted to the worker on top.' }),
  }),
  reasons: ['pay', 'mint'],
  rule({ caller, worker, pay }, { burned, insured, minted }, claim) {
    const cuts = {
      burned: { to: supply.burn, share: burned, round: 'floor' },
      insured: { to: module('insurance'), share: insured, round: 'floor' },
    } as const
    const to = worker.bucket('balance')
    claim.split(pay, { from: caller.bucket('balance'), reason: 'pay', cuts, rest: to })
    claim.mint(pay.times(minted, 'floor'), { to, reason: 'mint' })
  },
})
const claimInsurance = defineClaimKind('harms', {
  key: ['harm'],
  columns: { harm: id('harm'), caller: id('caller'), loss: amount('tok'), height: units() },
})
const compensate = defineTlm({
  name: 'compensate',
  version: '1.0.0',
  phase: 'settle',
  reads: { caller: id('caller'), loss: amount() },
  reasons: ['compensate'],
  rule({ caller, loss }, _params, claim) {
    const to = caller.bucket('balance')
    claim.transfer(loss, { from: module('insurance'), to, reason: 'compensate' })
  },
})
const network = defineNetwork({
  name: 'impact-test',
  denominations: { tok: { decimals: 0, symbol: 'tok' } },
  params: z.strictObject({ burned: ratioParam('0.1', { max: '1', effect: 'Burned share.' }) }),
  kinds: {
    harms: definePipeline(claimInsurance, [use(compensate)]),
    jobs: definePipeline(jobs, [use(work, { params: { burned: shared('burned') } })]),
  },
})

const opening = (): State =>
  initialState(network, {
    balances: new Map([
      [
        'tok',
        new Map([
          ['caller/c1/balance', 10_000n],
          ['module/insurance', 50n],
        ]),
      ],
    ]),
  })
const job = (name: string, worker: string, pay: number) => ({
  ...{ job: name, caller: 'c1', worker, pay: String(pay) },
})
const harm = (loss: number) => ({ harm: 'h1', caller: 'c1', loss: String(loss), height: 2 })
const first = {
  id: 's1',
  height: 1n,
  claims: { jobs: { rows: [job('a', 'w1', 1000), job('b', 'w2', 500)] } },
}
const second = {
  id: 's2',
  height: 2n,
  claims: { harms: { rows: [harm(160)] }, jobs: { rows: [job('c', 'w1', 100)] } },
}
const range = { state: opening(), settlements: [first, second] }
const pools = ['module/insurance']

describe('impactReport', () => {
  test('tells payees, supply and pools to the unit', () => {
    const changes = { network: { burned: '0.05' }, work: { insured: '0.15', minted: '0.01' } }
    const report = impactReport(network, range, changes, { pools })
    const [tok] = report.denominations
    // 1,600 paid: 10 % burned, or 5 %; 1 % minted on top.
    expect(tok?.burned).toEqual({ before: 160n, after: 80n, delta: -80n })
    expect(tok?.minted).toEqual({ before: 0n, after: 16n, delta: 16n })
    expect(tok?.supply).toEqual({ before: -160n, after: -64n, delta: 96n })
    // Workers 800 + 80, 400; the insurance takes 160 or 240, and pays the harm of 160.
    expect(report.accounts).toEqual([
      { ...{ account: 'caller/c1/balance', denomination: 'tok' }, ...change(-1440n, -1440n) },
      { ...{ account: 'module/insurance', denomination: 'tok' }, ...change(0n, 80n) },
      { ...{ account: 'worker/w1/balance', denomination: 'tok' }, ...change(880n, 891n) },
      { ...{ account: 'worker/w2/balance', denomination: 'tok' }, ...change(400n, 405n) },
    ])
    expect(tok).toMatchObject({ winners: 3, losers: 0, unchanged: 1 })
    expect(tok?.paid).toEqual(change(1280n, 1376n))
    expect(tok?.payees).toEqual(change(2n, 3n))
    // Of 0, 400 and 880: (2 x (2 x 400 + 3 x 880) - 4 x 1,280) / (3 x 1,280).
    expect(formatRatio(tok?.gini.before ?? { num: 0n, den: 1n })).toBe('11/24')
    expect(report.pools).toEqual([
      {
        ...{ account: 'module/insurance', denomination: 'tok' },
        before: {
          ...{ account: 'module/insurance', denomination: 'tok', opening: 50n },
          ...{ closing: 50n, lowest: 40n, lowestIn: 's2' },
        },
        after: {
          ...{ account: 'module/insurance', denomination: 'tok', opening: 50n },
          ...{ closing: 130n, lowest: 50n, lowestIn: '' },
        },
      },
    ])
  })

  test('tells of a pool that could not have paid', () => {
    const report = impactReport(network, range, { work: { insured: '0.01' } }, { pools })
    expect(report.claims.discarded).toEqual(change(0n, 1n))
    const still = impactReport(network, range, {}, { pools: ['module/none'] }).pools[0]
    expect(still?.before).toMatchObject({ opening: 0n, closing: 0n, lowest: 0n, lowestIn: '' })
    expect(report.pools[0]?.after).toMatchObject({ closing: 66n, lowest: 50n })
    expect(report.denominations[0]).toMatchObject({ winners: 3, losers: 1 })
  })

  test('the figures are those of two runs of settle', () => {
    const runs = [{}, { network: { burned: '0.3' } }].map((values) => {
      const recorder = createImpactRecorder(opening())
      let state: State = { ...opening(), params: [{ version: 1, from: 0n, values }] }
      for (const input of range.settlements) {
        const result = settle(network, state, input)
        recorder.add(result)
        recorder.add(settle(network, result.state, input))
        state = result.state
      }
      return recorder.finish()
    })
    const [before, after] = runs
    expect(impactOf(before!, after!)).toEqual(
      impactReport(network, range, { network: { burned: '0.3' } }),
    )
  })

  test('no change has no impact, and a range that was settled is refused', () => {
    const report = impactReport(network, range, {})
    expect(report.accounts.every(({ delta }) => delta === 0n)).toBe(true)
    const { state } = settle(network, opening(), first)
    expect(() => impactReport(network, { ...range, state }, {})).toThrow(
      expect.objectContaining({ code: 'impact-range-settled' }),
    )
    expect(() => impactReport(network, range, { work: { burnt: '1' } })).toThrow(
      expect.objectContaining({ code: 'params-unknown-key' }),
    )
  })
})

function change(before: bigint, after: bigint) {
  return { before, after, delta: after - before }
}

describe('inequality', () => {
  test.each([
    [[], '0'],
    [[0, 0], '0'],
    [[5], '0'],
    [[3, 3, 3], '0'],
    [[0, 0, 0, 4], '0.75'],
    [[1, 3], '0.25'],
  ] as const)('gini of %j is %s', (amounts, expected) => {
    expect(formatRatio(giniOf(amounts.map(BigInt)))).toBe(expected)
  })

  test('gini is half the mean difference over the mean', () => {
    const seed = fuzzSeed()
    const dice = new Dice(seed)
    for (let run = 0; run < fuzzRuns(200); run++) {
      const amounts = dice.times(1 + dice.roll(12), () => BigInt(dice.roll(1000)))
      const sum = amounts.reduce((total, one) => total + one, 0n)
      let differences = 0n
      for (const a of amounts) for (const b of amounts) differences += a > b ? a - b : b - a
      const { num, den } = giniOf(amounts)
      // sum of |a - b| over all pairs / (2 n sum)
      const scale = 2n * BigInt(amounts.length) * sum
      expect(num * scale, `seed ${seed}`).toBe(differences * den)
    }
  })

  test('the top share', () => {
    expect(topShareOf([1n, 2n, 7n], 1)).toEqual({ num: 7n, den: 10n })
    expect(topShareOf([1n, 2n], 10)).toEqual({ num: 1n, den: 1n })
    expect(topShareOf([], 10)).toEqual({ num: 0n, den: 1n })
  })
})
