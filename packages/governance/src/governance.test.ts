import { canonicalJson, createCommandRun, parseState, stateToJson } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import {
  all,
  DAY,
  FEE_20,
  GovernanceRun,
  proposal,
  signed,
  T,
  TIMELOCK,
  tokens,
  vote,
  VOTED,
  VOTING,
  WEEK,
} from './governanceNetwork.fixture.js'

const Q = VOTED + TIMELOCK

/** Ann and Ben vote for proposals when voting begins. */
function won(run: GovernanceRun, works: readonly string[], from = VOTING): void {
  for (const work of works) {
    for (const voter of ['ann', 'ben']) {
      expect(run.apply(`proposals/${work}/vote`, from, vote(voter, 'for'))).toBe('ok')
    }
  }
}

describe('a change of a parameter', () => {
  test('holds from the next height on; work that was open keeps what it opened with', () => {
    const run = new GovernanceRun().staked()
    all(run, [
      ['proposals/p1/propose', T, proposal({ ...FEE_20, 'network.low': '2' })],
      ['proposals/p1/vote', VOTING, vote('ann', 'for')],
      ['proposals/p1/vote', VOTING, vote('ben', 'for')],
      ['proposals/p1/queue', VOTED],
      ['jobs/j1/open', undefined],
      ['proposals/p1/execute', Q],
      ['jobs/j2/open', undefined],
      ['jobs/j1/close', undefined],
      ['jobs/j2/close', undefined],
    ])
    expect(run.state.params.map(({ version, values }) => [version, values])).toEqual([
      [1, {}],
      [2, { network: { fee: '20', low: '2' } }],
    ])
    expect([run.balance('job/j1/funds'), run.balance('job/j2/funds')]).toEqual([990n, 980n])
    const { store } = run.test.governance
    const [fee, low] = [store().find('fee')!, store().find('network.low')!]
    expect(store().historyOf(fee, run.state.params)).toEqual([
      { version: 1, from: 0n, value: '10' },
      { version: 2, from: run.state.params[1]!.from, value: '20' },
    ])
    expect(store().valueIn(low, run.state.params[1]!.values)).toBe('2')
  })

  test('may change governance; a proposal keeps what it was made under', () => {
    const run = new GovernanceRun().staked()
    all(run, [
      ['proposals/p1/propose', T, proposal({ 'network.timelockSeconds': '172800' })],
      ['proposals/p1/vote', VOTING, vote('ann', 'for')],
      ['proposals/p1/vote', VOTING, vote('ben', 'for')],
      ['proposals/p2/propose', VOTED, proposal(FEE_20)],
      ['proposals/p1/queue', VOTED],
      ['proposals/p1/execute', Q],
      ['proposals/p3/propose', Q, proposal(FEE_20)],
    ])
    won(run, ['p2'], VOTED + WEEK)
    won(run, ['p3'], Q + WEEK)
    expect(run.apply('proposals/p2/queue', VOTED + 2 * WEEK)).toBe('ok')
    expect(run.apply('proposals/p2/execute', VOTED + 2 * WEEK + 129_600)).toBe('ok')
    expect(run.apply('proposals/p3/queue', Q + 2 * WEEK)).toBe('ok')
    expect(run.apply('proposals/p3/execute', Q + 2 * WEEK + 172_799)).toBe('timelock-running')
    expect(run.apply('proposals/p3/execute', Q + 2 * WEEK + 172_800)).toBe('ok')
  })

  test('payments go with it, all of them or nothing', () => {
    const payments = [
      { to: 'user/u1/balance', amount: String(tokens(600)) },
      { to: 'user/u2/balance', amount: String(tokens(400)) },
    ]
    const run = new GovernanceRun().staked()
    all(run, [
      ['proposals/p1/propose', T, proposal(FEE_20, { payments })],
      ['proposals/p2/propose', T, proposal({ 'network.low': '2' }, { payments })],
    ])
    won(run, ['p1', 'p2'])
    for (const work of ['p1', 'p2']) run.apply(`proposals/${work}/queue`, VOTED)
    expect(run.apply('proposals/p1/execute', Q)).toBe('ok')
    expect(run.apply('proposals/p2/execute', Q)).toBe('treasury-short')
    expect(run.balance('user/u1/balance')).toBe(tokens(600))
    expect(run.balance('module/treasury')).toBe(0n)
    expect(run.state.params).toHaveLength(2)
  })

  test('two on one key execute in the order they were queued', () => {
    const run = new GovernanceRun().staked()
    run.apply('proposals/p1/propose', T, proposal({ 'network.fee': '30' }))
    run.apply('proposals/p2/propose', T, proposal(FEE_20))
    run.apply('proposals/p3/propose', T, proposal({ 'network.low': '2' }))
    won(run, ['p1', 'p2', 'p3'])
    all(run, [
      ['proposals/p2/queue', VOTED],
      ['proposals/p1/queue', VOTED],
      ['proposals/p3/queue', VOTED + DAY],
    ])
    expect(run.apply('proposals/p1/execute', Q)).toBe('not-next')
    all(run, [
      ['proposals/p2/execute', Q],
      ['proposals/p1/execute', Q],
      ['proposals/p3/execute', Q + DAY],
    ])
    expect(run.state.params.at(-1)?.values).toEqual({ network: { fee: '30', low: '2' } })
  })

  test('one that lapsed holds nobody up', () => {
    const run = new GovernanceRun().staked()
    for (const [index, work] of ['p1', 'p2', 'p3'].entries()) {
      run.apply(`proposals/${work}/propose`, T, proposal({ 'network.fee': `${20 + index}` }))
    }
    won(run, ['p1', 'p2', 'p3'])
    all(run, [
      ['proposals/p1/queue', VOTED],
      ['proposals/p2/queue', VOTED],
      ['proposals/p3/queue', VOTED + 1],
    ])
    const lapsed = Q + 14 * DAY + 1
    expect(run.apply('proposals/p2/execute', lapsed - 1)).toBe('not-next')
    expect(run.apply('proposals/p2/execute', lapsed)).toBe('expired')
    expect(run.apply('proposals/p3/execute', lapsed)).toBe('ok')
  })

  test('one that waits longer is waited for, past others that lapsed', () => {
    const run = new GovernanceRun({ timelockSeconds: 30 * DAY }).staked()
    const at = (days: number) => T + days * DAY
    const propose = (work: string, days: number, changes: Readonly<Record<string, string>>) =>
      run.apply(`proposals/${work}/propose`, at(days), proposal(changes))
    const brief = { 'network.timelockSeconds': '86400', 'network.executionSeconds': '86400' }
    expect(propose('p0', 0, brief)).toBe('ok')
    won(run, ['p0'])
    run.apply('proposals/p0/queue', at(14))
    expect(propose('p1', 43, { 'network.fee': '21' })).toBe('ok')
    expect(run.apply('proposals/p0/execute', at(44))).toBe('ok')
    expect(propose('p2', 44, { 'network.fee': '22' })).toBe('ok')
    expect(propose('p3', 48, { 'network.fee': '23' })).toBe('ok')
    won(run, ['p1'], at(51))
    won(run, ['p2'], at(52))
    won(run, ['p3'], at(55))
    all(run, [
      ['proposals/p1/queue', at(57)],
      ['proposals/p2/queue', at(58)],
    ])
    expect(run.apply('proposals/p2/execute', at(60))).toBe('not-next')
    expect(run.apply('proposals/p2/execute', at(60) + 1)).toBe('expired')
    expect(run.apply('proposals/p3/queue', at(62))).toBe('ok')
    expect(run.apply('proposals/p3/execute', at(63))).toBe('not-next')
    expect(run.work('proposals', 'p3')).toMatchObject({
      changes: [{ key: 'network.fee', value: '23', previous: 'p1' }],
    })
  })

  test('one that another made invalid fails, and says why', () => {
    const run = new GovernanceRun().staked()
    run.apply('proposals/p1/propose', T, proposal({ 'network.high': '3' }))
    run.apply('proposals/p2/propose', T, proposal({ 'network.low': '5' }))
    won(run, ['p1', 'p2'])
    for (const work of ['p1', 'p2']) run.apply(`proposals/${work}/queue`, VOTED)
    expect(run.apply('proposals/p1/execute', Q)).toBe('ok')
    expect(run.apply('proposals/p2/execute', Q)).toBe('no-longer-valid')
    const failed = run.result('proposals/p2/fail', Q)
    const [entry] = failed.status === 'accepted' ? failed.entries : []
    expect(entry?.events).toEqual([
      {
        tlm: 'proposals',
        event: 'failed',
        fields: { code: 'value-out-of-bounds', why: expect.stringContaining('low') as string },
      },
    ])
    expect(run.work('proposals', 'p2')).toMatchObject({ status: 'invalid' })
    expect(run.state.params).toHaveLength(2)
  })
})

test('states are written, read, and gone on with', () => {
  const run = new GovernanceRun().staked()
  const payments = [{ to: 'user/u1/balance', amount: '7' }]
  all(run, [
    ['proposals/p1/propose', T, proposal({ ...FEE_20, 'network.split': 'dao 1, supplier 0' })],
    ['proposals/p2/propose', T, proposal(FEE_20, { payments, bondFrom: 'stake' })],
    ['pauses/jobs/pause', T, { guardian: 'ada', seconds: DAY }],
    ['switches/halt-jobs/flip', T, signed(['s1', 's2', 's3'])],
  ])
  won(run, ['p1', 'p2'])
  all(run, [
    ['proposals/p1/queue', VOTED],
    ['proposals/p2/queue', VOTED],
    ['proposals/p1/execute', Q],
  ])
  const { network } = run.test
  const text = canonicalJson(stateToJson(run.state))
  const state = parseState(network, JSON.parse(text), 'state')
  expect(canonicalJson(stateToJson(state))).toBe(text)
  const next = createCommandRun(network, state, { id: 'next', height: state.height })
  const command = { lifecycle: 'proposals', work: 'p2', command: 'execute', time: Q }
  expect(next.apply({ ...command, height: String(state.height) }).status).toBe('accepted')
  expect(next.finish().state.params.at(-1)?.values).toEqual({
    network: { fee: '20', split: { dao: '1', supplier: '0' } },
  })
})

describe('weight', () => {
  test('is the stake before voting began, whatever happens to it then', () => {
    const run = new GovernanceRun()
    all(run, [
      ['proposals/p1/propose', T, proposal(FEE_20, { proposer: 'cat' })],
      ['voters/ann/stake', T, { amount: '100' }],
      ['voters/ben/stake', VOTING - 1, { amount: '50' }],
      ['voters/ann/unstake', VOTING - 1, { amount: '40' }],
      ['voters/ann/stake', VOTING - 1, { amount: '5' }],
      // In the very second: neither counts.
      ['voters/cat/stake', VOTING, { amount: '70' }],
      ['voters/ann/unstake', VOTING, { amount: '65' }],
      ['proposals/p1/vote', VOTING, vote('ann', 'against')],
      ['voters/ben/unstake', VOTING + 1, { amount: '50' }],
      ['voters/ann/stake', VOTING + 1, { amount: '90000' }],
      ['proposals/p1/vote', VOTED - 1, vote('ben', 'abstain')],
      ['proposals/p1/vote', VOTED - 1, vote('cat', 'for')],
    ])
    expect(run.work('proposals', 'p1')).toMatchObject({
      ...{ against: 65n, abstain: 50n, for: tokens(5_000) },
    })
    expect(run.apply('proposals/p1/vote', VOTED - 1, vote('dan', 'for'))).not.toBe('ok')
  })

  test('a vote is changed until the end, and counts once', () => {
    const run = new GovernanceRun().staked(1, 2, 3)
    run.apply('proposals/p1/propose', T, proposal(FEE_20, { proposer: 'cat' }))
    for (const choice of ['for', 'against', 'abstain', 'for', 'against']) {
      expect(run.apply('proposals/p1/vote', VOTING, vote('ann', choice))).toBe('ok')
      expect(run.apply('proposals/p1/vote', VOTING, vote('ben', choice))).toBe('ok')
    }
    run.apply('proposals/p1/vote', VOTED - 1, vote('ben', 'for'))
    expect(run.work('proposals', 'p1')).toMatchObject({
      ...{ for: tokens(2), against: tokens(1), abstain: 0n, lastVoter: 'ben' },
    })
    expect(run.work('ballots', 'p1/ann')).toMatchObject({ choice: 'against', previous: '' })
    expect(run.work('ballots', 'p1/ben')).toMatchObject({ choice: 'for', previous: 'ann' })
  })

  test.each([
    // Bond of 5,000, from, stake of ann and others; ann votes alone: weight, base.
    ['balance', 3_000, 18_667, 'quorum-not-met'],
    ['balance', 3_000, 18_666, 'passed'],
    ['stake', 8_000, 18_667, 'quorum-not-met'],
    ['stake', 8_000, 18_666, 'passed'],
  ])('a bond out of %s counts once: %i staked, %i others: %s', (bondFrom, own, others, end) => {
    // 8,000 of 26,666 and 2/3: quorum is met up to others of 18,666 and 2/3.
    const run = new GovernanceRun().staked(own, others, 0)
    all(run, [
      ['proposals/p1/propose', T, proposal(FEE_20, { bondFrom })],
      ['proposals/p1/vote', VOTING, vote('ann', 'for')],
      ['proposals/p1/queue', VOTED],
    ])
    const status = end === 'passed' ? { status: 'queued' } : { status: 'defeated', reason: end }
    expect(run.work('proposals', 'p1')).toMatchObject({ for: tokens(8_000), ...status })
  })

  test.each([
    [5_100, 4_900, 0, 'queued'],
    [5_099, 4_901, 0, 'defeated'],
    [5_100, 4_900, 30_000, 'queued'],
    [0, 0, 10_000, 'defeated'],
    [0, 9_000, 0, 'defeated'],
  ])('for %i, against %i, abstain %i: %s', (yes, no, abstain, status) => {
    const run = new GovernanceRun({ proposalBondAmount: '1' }).staked(yes, no, abstain)
    run.apply('proposals/p1/propose', T, proposal(FEE_20))
    for (const [voter, choice] of [
      ['ann', 'for'],
      ['ben', 'against'],
      ['cat', 'abstain'],
    ] as const) {
      // The bond of one unit is the proposer's weight, which tips nothing here.
      if (voter !== 'ann' || yes > 0) run.apply('proposals/p1/vote', VOTING, vote(voter, choice))
    }
    expect(run.apply('proposals/p1/queue', VOTED)).toBe('ok')
    expect(run.work('proposals', 'p1')).toMatchObject({ status })
  })
})

test('what came into a stake past its voter neither weighs nor moves', () => {
  const run = new GovernanceRun({}, { 'voter/dan/staked': tokens(10_000) })
  const given = proposal(FEE_20, { proposer: 'dan', bondFrom: 'stake' })
  expect(run.apply('proposals/p1/propose', T, given)).toBe('bond-short')
  expect(run.apply('voters/dan/unstake', T, { amount: '1' })).toBe('stake-short')
  run.apply('proposals/p1/propose', T, proposal(FEE_20))
  expect(run.apply('proposals/p1/vote', VOTING, vote('dan', 'for'))).toBe('no-weight')
})

describe('a bond', () => {
  const ends = [
    ['cancelled', [['cancel', VOTED - 1, { proposer: 'ann' }]], 0n],
    [
      'defeated',
      [
        ['vote', VOTING, vote('ben', 'against')],
        ['queue', VOTED],
      ],
      0n,
    ],
    ['defeated', [['queue', VOTED]], tokens(5_000)],
    [
      'queued',
      [
        ['vote', VOTING, vote('ben', 'for')],
        ['queue', VOTED],
      ],
      0n,
    ],
    [
      'expired',
      [
        ['vote', VOTING, vote('ben', 'for')],
        ['queue', VOTED + 14 * DAY + 1],
      ],
      0n,
    ],
  ] as const

  test.each(ends)('of a proposal that is %s', (status, steps, lost) => {
    for (const bondFrom of ['balance', 'stake']) {
      const run = new GovernanceRun().staked(5_000, 20_000, 0)
      run.apply('proposals/p1/propose', T, proposal(FEE_20, { bondFrom }))
      for (const [command, time, fields] of steps) {
        expect(run.apply(`proposals/p1/${command}`, time, fields)).toBe('ok')
      }
      expect(run.work('proposals', 'p1')).toMatchObject({ status })
      const kept = bondFrom === 'stake' ? 0n : tokens(5_000)
      expect(run.balance('proposal/p1/locked')).toBe(0n)
      expect(run.balance('voter/ann/staked')).toBe(kept)
      expect(run.balance('voter/ann/balance')).toBe(tokens(100_000) - kept - lost)
      expect(run.balance('module/treasury')).toBe(tokens(1_000) + lost)
    }
  })
})
