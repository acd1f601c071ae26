import { describe, expect, test } from 'vitest'
import {
  accountOf,
  amount,
  compileNetwork,
  createExplainer,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  describePipeline,
  explainPayee,
  Hasher,
  id,
  initialState,
  parseRatio,
  pool,
  settle,
  units,
  use,
} from '../index.js'

const jobs = defineClaimKind('jobs', {
  key: ['caller', 'job'],
  columns: {
    caller: id('caller'),
    job: id('job'),
    worker: id('worker'),
    asked: amount('tok'),
    budget: amount('tok'),
    rank: units(),
  },
})
const price = defineTlm({
  name: 'asked',
  version: '1.0.0',
  phase: 'price',
  reads: { asked: amount() },
  writes: { claimed: amount() },
  rule: ({ asked }) => ({ claimed: asked }),
})
const limit = defineTlm({
  name: 'fair-share',
  version: '1.0.0',
  phase: 'limit',
  reads: { claimed: amount(), budget: amount() },
  writes: { settled: amount() },
  outcomes: ['zero'],
  rule({ claimed, budget }, _params, claim) {
    const caller = claim.group('caller')
    const share = budget.over(caller.presented(), 'floor').as('share')
    const settled = claimed.min(share)
    claim.finish(settled.isZero(), 'zero')
    return { settled }
  },
})
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { settled: amount(), caller: id('caller'), worker: id('worker') },
  reasons: ['lock', 'pay'],
  rule({ settled, caller, worker }, _params, claim) {
    claim.transfer(settled, { from: caller.bucket('funds'), to: pool('work'), reason: 'lock' })
    claim.split(settled, {
      from: pool('work'),
      reason: 'pay',
      cuts: { fee: { to: 'module/treasury', share: parseRatio('0.1', 'fee'), round: 'floor' } },
      rest: worker.bucket('account'),
    })
  },
})
const network = defineNetwork({
  name: 'toy',
  denominations: { tok: { decimals: 0, symbol: 'TOK' } },
  kinds: { jobs: definePipeline(jobs, [use(price), use(limit), use(pay)]) },
  pools: { work: { denomination: 'tok', leftover: 'mustBeEmpty' } },
})
const row = (job: string, asked: number) => ({
  caller: 'c',
  job,
  worker: `w-${job}`,
  asked,
  budget: 100,
  rank: 0,
})
const state = initialState(network, {
  balances: new Map([['tok', new Map([[accountOf('caller', 'c', 'funds'), 40n]])]]),
})
const input = {
  id: 'one',
  height: 1n,
  claims: { jobs: { rows: [row('a', 80), row('b', 20), row('z', 0)] } },
}
const { blocks } = settle(network, state, input)
const explainer = createExplainer(network, { state, input, blocks })

describe('createExplainer', () => {
  test('recomputes a capped claim: group facts, cap, remainder, postings of the journal', () => {
    const capped = explainer.explain('jobs', ['c', 'a'])
    expect(capped.outcome.status).toBe('settled')
    expect(capped.steps).toContainEqual(
      expect.objectContaining({
        step: 'group',
        name: 'claims presented in the caller',
        value: '3',
      }),
    )
    expect(capped.steps).toContainEqual(
      expect.objectContaining({
        name: 'share',
        formula: 'floor(budget / claims presented in the caller)',
        numbers: 'floor(100 / 3)',
        value: '33',
        rounding: expect.objectContaining({ fraction: '1/3' }) as unknown,
      }),
    )
    expect(capped.steps).toContainEqual(
      expect.objectContaining({ name: 'settled', numbers: 'min(80, 33)', limit: 'share' }),
    )
    expect(capped.steps).toContainEqual(
      expect.objectContaining({
        name: 'fee',
        value: '3',
        rounding: {
          rounding: 'floor',
          fraction: '3/10',
          to: 'left to the rest, worker/w-a/account',
        },
      }),
    )
    const moved = capped.steps.flatMap((step) => (step.step === 'move' ? [step.posting] : []))
    expect(moved).toEqual(capped.postings)
    expect(moved).toEqual(blocks[0]?.entries[0]?.postings)
    expect(moved.map(({ amount: units_ }) => units_)).toEqual([33n, 3n, 30n])
  })

  test('says why not: the posting that failed, and the check that ended a claim', () => {
    const discarded = explainer.explain('jobs', ['c', 'b'])
    expect(discarded.outcome).toMatchObject({ status: 'discarded', code: 'insufficient-funds' })
    expect(discarded.postings).toEqual([])
    const zero = explainer.explain('jobs', ['c', 'z'])
    expect(zero.steps.at(-1)).toMatchObject({ step: 'check', holds: true, then: 'zero' })
  })

  test('names the claims of an unknown key', () => {
    expect(() => explainer.explain('jobs', ['c', 'y'])).toThrow(
      expect.objectContaining({ code: 'claim-unknown' }),
    )
  })

  test('adds up a payee', () => {
    const { lines, net } = explainPayee(blocks, 'w-a')
    expect(lines).toHaveLength(1)
    expect(net.get('tok')).toBe(30n)
  })
})

describe('describePipeline', () => {
  const compiled = compileNetwork(network, {}, new Hasher()).pipelines.get('jobs')?.get('default')
  const description = compiled === undefined ? undefined : describePipeline(compiled)

  test('lists the accounts a pipeline may touch and who takes remainders', () => {
    expect(description?.debits.map(({ account }) => account)).toEqual([
      'caller/{caller}/funds',
      'pool/work',
    ])
    expect(description?.credits.map(({ account }) => account)).toEqual([
      'pool/work',
      'module/treasury',
      'worker/{worker}/account',
    ])
    expect(description?.mints).toEqual([])
    expect(description?.remainders).toContainEqual(
      expect.objectContaining({ of: 'rest', taker: 'worker/{worker}/account' }),
    )
  })

  test('partitions by what every guarded account depends on; a transit pool does not force one worker', () => {
    expect(description?.partitionBy).toEqual(['caller'])
  })
})
