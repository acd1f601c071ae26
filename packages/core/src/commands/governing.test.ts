import { describe, expect, test } from 'vitest'
import {
  amountOf,
  canonicalJson,
  claimOf,
  createCommandRun,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  definePipeline,
  defineTlm,
  flag,
  id,
  initialState,
  module,
  paramOwners,
  parseState,
  reject,
  shared,
  stateToJson,
  text,
  units,
  use,
  type CommandContext,
  type StandardSchema,
  type State,
} from '../index.js'

/** A fee of 0 to 100 units, 10 unless told. */
const ground: StandardSchema<{ readonly fee?: bigint }, { readonly fee: bigint }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate(value) {
      const { fee = 10n } = value as { readonly fee?: bigint }
      if (fee <= 100n) return { value: { fee } }
      return { issues: [{ message: 'at most 100', path: ['fee'] }] }
    },
  },
}
const payments = defineClaimKind('payments', {
  key: ['job', 'step'],
  columns: { job: id('job'), step: units(), note: text() },
})
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { job: id('job') },
  params: ground,
  reasons: ['pay'],
  rule({ job }, { fee }, claim) {
    claim.transfer(amountOf(fee, 'tok'), {
      from: job.bucket('funds'),
      to: module('pot'),
      reason: 'pay',
    })
  },
})

type JobState = { readonly steps: bigint; readonly openedAt: bigint; readonly now: bigint }

const columns = { note: text() }
const timesOf = ({ time, isPaused }: CommandContext) => ({ time, isPaused })
const seen: ReturnType<typeof timesOf>[] = []
const jobs = defineLifecycle<JobState>()({
  name: 'jobs',
  commands: {
    open: defineCommand<JobState>()({
      columns,
      codes: ['paused'],
      timed: true,
      reduce(_state, _fields, context) {
        seen.push(timesOf(context))
        if (context.isPaused) return reject('paused')
        return { state: { steps: 0n, openedAt: context.time, now: context.height } }
      },
    }),
    pay: defineCommand<JobState>()({
      columns,
      codes: ['unknown'],
      reduce(state, { note }, context) {
        if (state === undefined) return reject('unknown')
        seen.push(timesOf(context))
        const claims = [claimOf(payments, { job: context.work, step: state.steps, note })]
        return { state: { ...state, steps: state.steps + 1n }, claims }
      },
    }),
  },
})
const council = defineLifecycle<{ readonly version: bigint }>()({
  name: 'council',
  commands: {
    set: defineCommand<{ readonly version: bigint }>()({
      columns: { fee: units(), thenFails: flag() },
      codes: ['refused'],
      writesParams: true,
      reduce(_state, { fee, thenFails }, context) {
        const params = { network: { fee } }
        const fault = context.checkParams(params)
        if (fault !== undefined) return reject('refused')
        const state = { version: BigInt(context.newestParams.version) }
        const claims = [claimOf(payments, { job: 'nobody', step: 0n, note: '' })]
        return { state, params, settled: () => ({ state, claims: thenFails ? claims : [] }) }
      },
    }),
    overstep: defineCommand<{ readonly version: bigint }>()({
      columns: {},
      codes: [],
      reduce: () => ({ state: { version: 0n }, params: { network: { fee: 1n } } }),
    }),
  },
})
const network = defineNetwork({
  name: 'governed',
  denominations: { tok: { decimals: 0, symbol: 'TOK' } },
  params: ground,
  kinds: { payments: definePipeline(payments, [use(pay, { params: { fee: shared('fee') } })]) },
  lifecycles: [jobs, council],
  isPaused: (lifecycle, { time }) => lifecycle === 'jobs' && time >= 500n && time < 600n,
  genesis: { tok: { 'job/a/funds': 1000n, 'job/b/funds': 1000n } },
})

const start = (state: State = initialState(network), id = 's1') =>
  createCommandRun(network, state, { id, height: 100n })
const open = (work: string, height: number, time?: number) => ({
  ...{ lifecycle: 'jobs', work, command: 'open', height, note: 'first' },
  ...(time === undefined ? {} : { time }),
})
const payOf = (work: string, height: number, note = '') => {
  return { lifecycle: 'jobs', work, command: 'pay', height, note }
}
const set = (fee: number, height: number, thenFails = false) => {
  return { lifecycle: 'council', work: 'c', command: 'set', height, fee, thenFails }
}
const code = (result: { readonly status: string; readonly code?: string }) =>
  result.code ?? result.status

describe('time', () => {
  test('comes with the command, and never goes back', () => {
    const run = start()
    expect(code(run.apply(open('a', 1)))).toBe('time-missing')
    expect(code(run.apply(open('a', 1, 50)))).toBe('accepted')
    expect(code(run.apply(open('b', 1, 49)))).toBe('time-backwards')
    expect(code(run.apply({ ...payOf('a', 2), time: 60 }))).toBe('accepted')
    expect(code(run.apply(open('b', 2, 59)))).toBe('time-backwards')
    seen.length = 0
    expect(code(run.apply(payOf('a', 3)))).toBe('accepted')
    expect(seen).toEqual([{ time: 60n, isPaused: false }])
    const { state } = run.finish()
    expect(state.time).toBe(60n)
    const again = start(state, 's2')
    expect(code(again.apply(open('b', 100, 59)))).toBe('time-backwards')
    expect(code(again.apply(open('b', 100, 60)))).toBe('accepted')
  })

  test('a rejected command does not move it', () => {
    const run = start()
    expect(code(run.apply({ ...payOf('nobody', 1), time: 900 }))).toBe('unknown')
    expect(code(run.apply(open('a', 1, 50)))).toBe('accepted')
  })

  test('is part of what is hashed', () => {
    const hashes = [undefined, 7, 8].map((time) => {
      const run = start()
      run.apply({ ...payOf('x', 1), ...(time === undefined ? {} : { time }) })
      return run.finish().receipt.inputHash
    })
    expect(new Set(hashes).size).toBe(3)
  })
})

test('new work is paused, running work is not', () => {
  const run = start()
  expect(code(run.apply(open('a', 1, 499)))).toBe('accepted')
  expect(code(run.apply(open('b', 1, 500)))).toBe('paused')
  expect(code(run.apply({ ...payOf('a', 1), time: 550 }))).toBe('accepted')
  expect(code(run.apply(open('b', 1, 600)))).toBe('accepted')
})

describe('params written by a command', () => {
  test('hold from the next height on, and work keeps those it opened with', () => {
    const run = start()
    run.apply(open('a', 5, 1))
    expect(code(run.apply(set(20, 6)))).toBe('accepted')
    run.apply(open('b', 6, 1))
    run.apply(open('c', 7, 1))
    const paid = (work: string) => {
      const result = run.apply(payOf(work, 8))
      return result.status === 'accepted' ? result.entries[0]?.postings[0]?.amount : code(result)
    }
    expect(paid('a')).toBe(10n)
    expect(paid('b')).toBe(10n)
    expect(paid('c')).toBe('insufficient-funds')
    const { state, receipt } = run.finish()
    expect(state.params.map(({ version, from }) => [version, from])).toEqual([
      [1, 0n],
      [2, 7n],
    ])
    expect(Object.keys(receipt.paramsVersions)).toEqual(['1', '2'])
    const json = canonicalJson(stateToJson(state))
    expect(canonicalJson(stateToJson(parseState(network, JSON.parse(json), 'state')))).toBe(json)
  })

  test('two at one height follow each other', () => {
    const run = start()
    run.apply(set(20, 6))
    run.apply(set(30, 6))
    const { params, lifecycles } = run.finish().state
    expect(params.map(({ from, values }) => [from, values['network']])).toEqual([
      [0n, undefined],
      [7n, { fee: 20n }],
      [7n, { fee: 30n }],
    ])
    expect(lifecycles.get('council')?.get('c')?.state).toEqual({ version: 2n })
  })

  test('are taken back with their command', () => {
    const run = start()
    expect(code(run.apply(set(20, 6, true)))).toBe('insufficient-funds')
    expect(run.finish().state.params).toHaveLength(1)
  })

  test('are checked before, and only written where the command says so', () => {
    const run = start()
    expect(code(run.apply(set(101, 6)))).toBe('refused')
    const overstep = { lifecycle: 'council', work: 'c', command: 'overstep', height: 6 }
    expect(() => run.apply(overstep)).toThrow(/defin(e|ed) .* with writesParams/)
    expect(run.finish().state.params).toHaveLength(1)
  })
})

test('the owners of parameters are the network and its uses', () => {
  expect(paramOwners(network)).toEqual([
    { owner: 'network', schema: ground, given: {}, shared: {} },
    { owner: 'pay', schema: pay.params, given: {}, shared: { fee: 'fee' } },
  ])
})

test.each([
  ['a number', 7, 'text-invalid'],
  ['a control character', 'a\nb', 'text-invalid'],
  ['half a pair', '\ud800', 'text-invalid'],
  ['1025 bytes', 'x'.repeat(1025), 'text-invalid'],
  ['513 letters of two bytes', 'ü'.repeat(513), 'text-invalid'],
  ['1024 bytes', 'ü'.repeat(512), 'unknown'],
  ['nothing', '', 'unknown'],
])('a text: %s', (_what, note, expected) => {
  const run = start()
  expect(code(run.apply({ ...payOf('zz', 1), note }))).toBe(expected)
})
