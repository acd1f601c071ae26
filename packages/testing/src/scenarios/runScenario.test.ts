import {
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  parseRatio,
  use,
} from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { runScenario, type Scenario } from './runScenario.js'

const jobs = defineClaimKind('jobs', {
  key: ['caller', 'job'],
  columns: { caller: id('caller'), job: id('job'), worker: id('worker'), price: amount('tok') },
})
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { price: amount(), caller: id('caller'), worker: id('worker') },
  reasons: ['pay'],
  outcomes: ['free'],
  rule({ price, caller, worker }, _params, claim) {
    claim.finish(price.isZero(), 'free')
    claim.split(price, {
      from: caller.bucket('funds'),
      reason: 'pay',
      cuts: { fee: { to: 'module/fees', share: parseRatio('0.1', 'fee'), round: 'ceil' } },
      rest: worker.bucket('account'),
    })
  },
})
const network = defineNetwork({
  name: 'shop',
  denominations: { tok: { decimals: 0, symbol: 'TOK' } },
  kinds: { jobs: definePipeline(jobs, [use(pay)]) },
})
const job = (name: string, price: number) => ({
  kind: 'jobs',
  row: { caller: 'c', job: name, worker: 'w', price },
})
const scenario: Scenario = {
  state: initialState(network, {
    balances: new Map([['tok', new Map([['caller/c/funds', 50n]])]]),
  }),
  claims: { a: job('a', 21), b: job('b', 30), c: job('c', 29), free: job('d', 0) },
  watch: ['tok caller/c/funds', 'tok worker/w/account', 'tok module/fees'],
  table: [
    ['s1', 1n, 'a b', 'settled insufficient-funds', 29n, 18n, 3n],
    ['s1', 1n, 'b a', 'repeated', 29n, 18n, 3n],
    ['s1', 1n, 'a c', 'settlement-id-reused', 29n, 18n, 3n],
    ['s2', 2n, 'a c free', 'already-settled settled free', 0n, 44n, 6n],
    ['s3', 1n, 'b', 'height-backwards', 0n, 44n, 6n],
    ['s4', 3n, 'b b', 'insufficient-funds duplicate-claim', 0n, 44n, 6n],
  ],
}

describe('runScenario', () => {
  test('follows a table of settlements', () => {
    expect(runScenario(network, scenario).height).toBe(3n)
  })

  test('shows both tables where one number differs', () => {
    const table: Scenario['table'] = [['s1', 1n, 'a', 'settled', 2n]]
    expect(() => runScenario(network, { ...scenario, watch: ['tok module/fees'], table })).toThrow(
      [
        'The scenario differs.',
        'expected',
        'settlement | height | claims | ends    | tok module/fees',
        's1         | 1      | a      | settled | 2              ',
        'actual',
        'settlement | height | claims | ends    | tok module/fees',
        's1         | 1      | a      | settled | 3              ',
      ].join('\n'),
    )
  })
})
