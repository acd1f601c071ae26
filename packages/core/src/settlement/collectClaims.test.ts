import { describe, expect, test } from 'vitest'
import {
  amount,
  defer,
  defineClaimKind,
  defineFollowUp,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  reject,
  route,
  settle,
  units,
  use,
  type State,
  type StandardSchema,
} from '../index.js'

const fee: StandardSchema<{ readonly fee?: bigint }, { readonly fee: bigint }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => ({ value: { fee: 1n, ...(value as object) } }),
  },
}
const jobs = defineClaimKind('jobs', {
  key: ['job'],
  columns: { job: id('job'), service: id('service'), price: amount('tok'), opened: units() },
  openedAt: 'opened',
  watermark: { column: 'opened', keep: 10n },
  codes: ['banned', 'early'],
  collect: ({ service }) => {
    if (service === 'banned') return reject('banned')
    if (service === 'broken') throw new Error('broken table')
    return service === 'early' ? defer('early') : {}
  },
})
const fines = defineClaimKind('fines', {
  key: ['job'],
  columns: { job: id('job'), price: amount('tok') },
})
const charge = defineTlm({
  name: 'charge',
  version: '1.0.0',
  phase: 'settle',
  reads: { price: amount() },
  params: fee,
  reasons: ['charge'],
  outcomes: ['free'],
  rule({ price }, { fee: units }, claim) {
    claim.finish(price.isZero(), 'free')
    claim.transfer(price.forUnits(units), { from: 'module/a', to: 'module/b', reason: 'charge' })
  },
})
const routed = definePipeline(jobs, [use(charge, { as: 'dear', params: { fee: 100n } })])
const networkWith = (more: object = {}) =>
  defineNetwork({
    name: 'shop',
    denominations: { tok: { decimals: 0, symbol: 'TOK' } },
    kinds: {
      jobs: route('service', { default: definePipeline(jobs, [use(charge)]), luxury: routed }),
      fines: definePipeline(fines, [use(charge, { as: 'fine', params: { fee: 3n } })]),
    },
    followUps: [defineFollowUp(jobs, 'free', fines, ({ job }) => ({ job, price: 2n }))],
    ...more,
  })
const network = networkWith()
const opening = (params?: State['params']): State =>
  initialState(network, {
    balances: new Map([['tok', new Map([['module/a', 10_000n]])]]),
    ...(params === undefined ? {} : { params }),
  })
const job = (name: string, changes: object = {}) => ({
  job: name,
  service: 'plain',
  price: '5',
  opened: 50,
  ...changes,
})

interface Run {
  readonly state?: State
  readonly id?: string
  readonly claims?: Record<string, readonly object[]>
}
const run = ({ state = opening(), id: name = 's1', claims = {} }: Run) => {
  const presented = Object.entries(claims).map(([kind, rows]) => [kind, { rows }] as const)
  const input = { id: name, height: 100n, claims: Object.fromEntries(presented) }
  const result = settle(network, state, input)
  const entries = result.blocks.flatMap((block) => block.entries)
  return {
    ...result,
    ends: entries.map(({ kind, key, status, code }) =>
      `${kind} ${key.join()} ${status} ${code}`.trim(),
    ),
    moved: entries.map(({ postings }) => postings.map((each) => each.amount)).flat(),
    entries,
  }
}

describe('intake', () => {
  test('settles equal claims once and refuses claims that contradict each other', () => {
    const rows = [job('a'), job('b'), job('a'), job('c'), job('c', { price: '6' }), job('a')]
    const { ends } = run({ claims: { jobs: rows } })
    expect(ends).toEqual([
      'jobs a settled',
      'jobs a discarded duplicate-claim',
      'jobs a discarded duplicate-claim',
      'jobs b settled',
      'jobs c discarded conflicting-claims',
      'jobs c discarded conflicting-claims',
    ])
    expect(run({ claims: { jobs: rows.toReversed() } }).ends).toEqual(ends)
  })

  test('rejects, defers and survives a collect that throws', () => {
    const rows = ['banned', 'broken', 'early', 'plain'].map((service) => job(service, { service }))
    const { ends, deferred, receipt } = run({ claims: { jobs: rows } })
    expect(ends).toEqual([
      'jobs banned discarded banned',
      'jobs broken discarded collect-fault',
      'jobs plain settled',
    ])
    expect(deferred).toEqual([{ kind: 'jobs', key: ['early'], code: 'early' }])
    expect(receipt.claims).toEqual({ settled: 1, finished: 0, discarded: 2, deferred: 1 })
  })

  test('keeps settled ids above the watermark and refuses what is behind it', () => {
    const first = run({ claims: { jobs: [job('a'), job('b', { opened: 30 })] } })
    expect(first.state.settledIds.get('jobs')).toEqual({
      watermark: 40n,
      ids: new Map([['a', 50n]]),
    })
    const rows = [
      job('a'),
      job('b', { opened: 30 }),
      job('c', { opened: 40 }),
      job('d', { opened: 41 }),
    ]
    const second = run({ state: first.state, id: 's2', claims: { jobs: rows } })
    expect(second.ends).toEqual([
      'jobs a discarded already-settled',
      'jobs b discarded behind-watermark',
      'jobs c discarded behind-watermark',
      'jobs d settled',
    ])
  })

  test('lets a discarded claim come again', () => {
    const poor = { ...opening(), balances: new Map([['tok', new Map([['module/a', 4n]])]]) }
    const first = run({ state: poor, claims: { jobs: [job('a')] } })
    expect(first.ends).toEqual(['jobs a discarded insufficient-funds'])
    const rich = { ...first.state, balances: opening().balances }
    expect(run({ state: rich, id: 's2', claims: { jobs: [job('a')] } }).ends).toEqual([
      'jobs a settled',
    ])
  })

  test('routes by column, routes in declared order', () => {
    const rows = [job('a', { service: 'luxury' }), job('b')]
    const { entries, moved } = run({ claims: { jobs: rows } })
    expect(entries.map((entry) => entry.route)).toEqual(['default', 'luxury'])
    expect(moved).toEqual([5n, 500n])
  })

  test('pins work to the params it opened with, or takes the newest where the network is live', () => {
    const params = [
      { version: 1, from: 0n, values: {} },
      { version: 2, from: 60n, values: { charge: { fee: 7n } } },
    ]
    const rows = [job('a', { opened: 59 }), job('b', { opened: 60 })]
    expect(run({ state: opening(params), claims: { jobs: rows } }).moved).toEqual([5n, 35n])
    const input = { id: 's1', height: 100n, claims: { jobs: { rows } } }
    const live = settle(networkWith({ pinning: 'live' }), opening(params), input)
    expect(live.blocks[0]?.entries.map(({ paramsVersion }) => paramsVersion)).toEqual([2, 2])
  })

  test('lets claims follow from a finish, in the same settlement', () => {
    const { ends, moved } = run({ claims: { jobs: [job('a', { price: '0' }), job('b')] } })
    expect(ends).toEqual(['jobs a finished free', 'jobs b settled', 'fines a settled'])
    expect(moved).toEqual([5n, 6n])
  })

  test.for([
    ['kind-unknown', () => run({ claims: { job: [] } })],
    ['column-missing', () => run({ claims: { jobs: [{ job: 'a' }] } })],
    ['column-unknown', () => run({ claims: { jobs: [job('a', { prices: 1 })] } })],
    ['row-not-object', () => run({ claims: { jobs: [[]] } })],
    ['state-of-another-network', () => run({ state: { ...opening(), network: 'other' } })],
    ['height-backwards', () => run({ state: { ...opening(), height: 101n } })],
  ] as const)('stops at %s', ([code, settling]) => {
    expect(settling).toThrow(expect.objectContaining({ code }))
  })
})
