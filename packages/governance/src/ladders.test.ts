import type { State } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import {
  DAY,
  FEE_20,
  GovernanceRun,
  proposal,
  signed,
  T,
  TIMELOCK,
  tokens,
  VOTED,
  VOTING,
  type TestParams,
} from './governanceNetwork.fixture.js'

type Step = readonly [path: string, time: number | undefined, fields?: object]

const stakes: readonly Step[] = ['ann', 'ben', 'cat'].map((voter) => {
  return [`voters/${voter}/stake`, 1, { amount: String(tokens(10_000)) }]
})
const propose = (work = 'p1', fields: object = proposal(FEE_20), time = T): Step => [
  `proposals/${work}/propose`,
  time,
  fields,
]
const vote = (voter: string, choice: string, work = 'p1', time = VOTING): Step => [
  `proposals/${work}/vote`,
  time,
  { voter, choice },
]
const won = [vote('ann', 'for'), vote('ben', 'for')]
const queue = (work = 'p1', time = VOTED): Step => [`proposals/${work}/queue`, time]
const Q = VOTED + TIMELOCK
const execute = (work = 'p1', time = Q): Step => [`proposals/${work}/execute`, time]
const pays = (amount: bigint) =>
  proposal(FEE_20, { payments: [{ to: 'user/u1/balance', amount: String(amount) }] })

/** Two proposals that pass; only one of them suits the other. */
const rivals = [
  ...[...stakes, propose('p1', proposal({ 'network.high': '3' }))],
  propose('p2', proposal({ 'network.low': '5' })),
  ...['p1', 'p2'].flatMap((work) => [vote('ann', 'for', work), vote('ben', 'for', work)]),
  ...[queue('p1'), queue('p2')],
]
/** Two that pass on one key. */
const sameKey = [
  ...[...stakes, propose('p1', proposal(FEE_20))],
  propose('p2', proposal({ 'network.low': '2', 'network.fee': '30' })),
  ...['p1', 'p2'].flatMap((work) => [vote('ann', 'for', work), vote('ben', 'for', work)]),
  ...[queue('p1'), queue('p2')],
]

const situations = {
  nothing: { steps: [] },
  staked: { steps: stakes },
  proposed: { steps: [...stakes, propose()] },
  voted: { steps: [...stakes, propose(), ...won] },
  cancelled: { steps: [...stakes, propose(), ['proposals/p1/cancel', T, { proposer: 'ann' }]] },
  lost: { steps: [...stakes, propose(), vote('ann', 'against'), vote('ben', 'for'), queue()] },
  unheard: { steps: [...stakes, propose(), queue()] },
  queued: { steps: [...stakes, propose(), ...won, queue()] },
  queuedLate: { steps: [...stakes, propose(), ...won, queue('p1', VOTED + 14 * DAY + 1)] },
  executed: { steps: [...stakes, propose(), ...won, queue(), execute()] },
  poor: { steps: [...stakes, propose('p1', pays(tokens(1000) + 1n)), ...won, queue()] },
  paying: { steps: [...stakes, propose('p1', pays(tokens(1000))), ...won, queue()] },
  rivals: { steps: [...rivals, execute('p1')] },
  failed: { steps: [...rivals, execute('p1'), ['proposals/p2/fail', Q]] },
  sameKey: { steps: sameKey },
  sameKeyPoor: {
    steps: [...stakes, propose('p1', pays(tokens(2000))), ...sameKey.slice(4)],
  },
  paused: { steps: [['pauses/jobs/pause', T, { guardian: 'ada', seconds: 14 * DAY }]] },
  lifted: {
    steps: [
      ['pauses/jobs/pause', T, { guardian: 'ada', seconds: 14 * DAY }],
      ['pauses/jobs/unpause', T + 10, { guardian: 'ada' }],
    ],
  },
  flipped: { steps: [['switches/halt-jobs/flip', T, signed(['s1', 's2', 's3'])]] },
} as const satisfies Record<string, Situation>

interface Situation {
  readonly params?: Partial<TestParams>
  readonly steps: readonly Step[]
}

const changes = (key: string, value: string, fields: object = {}) => ({
  ...proposal({ [key]: value }, fields),
})
const poorly = { proposer: 'poor' }
const badPay = { payments: [{ to: 'voter/ben/staked', amount: '1' }], ...poorly }
const twice = (value: string) => {
  const change = { key: 'network.fee', value }
  return proposal({}, { changes: [change, change], ...badPay })
}
const payOf = (to: string, amount = '1') => proposal(FEE_20, { payments: [{ to, amount }] })
const by = (proposer: string) => ({ proposer })
const ballot = (voter: string) => ({ voter, choice: 'for' })
const guardian = (name: string, seconds: number) => ({ guardian: name, seconds })
const stale = { expiresAt: BigInt(T - 1), nonce: 7n }

const OUT = 'value-out-of-bounds'
const INVALID = 'signature-invalid'
const REPEATED = 'signature-repeated'
const EXPIRED = 'signature-expired'

type Row = readonly [
  situation: keyof typeof situations,
  path: string,
  time: number,
  fields: object,
  code: string,
]

/** Situations in which several codes apply, and the first of them; both sides of times. */
const ladders: Readonly<Record<string, readonly Row[]>> = {
  stake: [
    ['nothing', 'voters/ann/stake', 1, { amount: '0' }, 'amount-zero'],
    ['nothing', 'voters/ann/stake', 1, { amount: String(tokens(100_000) + 1n) }, 'balance-short'],
    ['nothing', 'voters/ann/stake', 1, { amount: String(tokens(100_000)) }, 'ok'],
  ],
  unstake: [
    ['staked', 'voters/ann/unstake', 1, { amount: '0' }, 'amount-zero'],
    ['staked', 'voters/ann/unstake', 1, { amount: String(tokens(10_000) + 1n) }, 'stake-short'],
    ['staked', 'voters/ann/unstake', 1, { amount: String(tokens(10_000)) }, 'ok'],
  ],
  propose: [
    ['proposed', 'proposals/p1/propose', T, changes('no.key', ''), 'duplicate-proposal'],
    ['cancelled', 'proposals/p1/propose', T, changes('no.key', ''), 'duplicate-proposal'],
    ['nothing', 'proposals/p1/propose', T, changes('network.none', 'x', badPay), 'unknown-key'],
    ['nothing', 'proposals/p1/propose', T, changes('fee', '20'), 'unknown-key'],
    ['nothing', 'proposals/p1/propose', T, changes('pay-job.fee', '20'), 'unknown-key'],
    ['nothing', 'proposals/p1/propose', T, changes('__proto__.fee', '20'), 'unknown-key'],
    ['nothing', 'proposals/p1/propose', T, changes('network.epoch', '10', badPay), 'key-fixed'],
    ['nothing', 'proposals/p1/propose', T, twice('101'), 'key-repeated'],
    ['nothing', 'proposals/p1/propose', T, proposal({}, badPay), 'empty-diff'],
    ['nothing', 'proposals/p1/propose', T, changes('network.fee', '101', badPay), OUT],
    ['nothing', 'proposals/p1/propose', T, changes('network.fee', '-1'), OUT],
    ['nothing', 'proposals/p1/propose', T, changes('network.fee', ''), OUT],
    ['nothing', 'proposals/p1/propose', T, changes('network.split', 'supplier 1'), OUT],
    ['nothing', 'proposals/p1/propose', T, changes('network.split', 'supplier 1, dao 0'), 'ok'],
    ['nothing', 'proposals/p1/propose', T, changes('network.low', '11', badPay), OUT],
    ['nothing', 'proposals/p1/propose', T, changes('network.low', '10'), 'ok'],
    ['nothing', 'proposals/p1/propose', T, changes('network.timelockSeconds', '86399'), OUT],
    ['nothing', 'proposals/p1/propose', T, changes('network.timelockSeconds', '86400'), 'ok'],
    ['nothing', 'proposals/p1/propose', T, changes('pay-job.tax', '0.5'), 'ok'],
    ['nothing', 'proposals/p1/propose', T, proposal(FEE_20, badPay), 'payment-invalid'],
    ['nothing', 'proposals/p1/propose', T, payOf('escrow/b1/locked'), 'payment-invalid'],
    ['nothing', 'proposals/p1/propose', T, payOf('proposal/p1/locked'), 'payment-invalid'],
    ['nothing', 'proposals/p1/propose', T, payOf('module/treasury'), 'payment-invalid'],
    ['nothing', 'proposals/p1/propose', T, payOf('user/u1/balance', '0'), 'payment-invalid'],
    ['nothing', 'proposals/p1/propose', T, payOf('voter/ben/balance'), 'ok'],
    ['nothing', 'proposals/p1/propose', T, proposal(FEE_20, poorly), 'bond-short'],
    ['nothing', 'proposals/p1/propose', T, proposal(FEE_20, { bondFrom: 'stake' }), 'bond-short'],
    ['staked', 'proposals/p1/propose', T, proposal(FEE_20, { bondFrom: 'stake' }), 'ok'],
  ],
  cancel: [
    ['nothing', 'proposals/p1/cancel', T, by('ben'), 'unknown-proposal'],
    ['voted', 'proposals/p1/cancel', VOTED, by('ben'), 'not-the-proposer'],
    ['voted', 'proposals/p1/cancel', VOTED, by('ann'), 'not-active'],
    ['cancelled', 'proposals/p1/cancel', T, by('ann'), 'not-active'],
    ['queued', 'proposals/p1/cancel', VOTED, by('ann'), 'not-active'],
    ['voted', 'proposals/p1/cancel', VOTED - 1, by('ann'), 'ok'],
  ],
  vote: [
    ['nothing', 'proposals/p1/vote', T, ballot('ann'), 'unknown-proposal'],
    ['proposed', 'proposals/p1/vote', VOTING - 1, ballot('dan'), 'not-active'],
    ['proposed', 'proposals/p1/vote', VOTED, ballot('dan'), 'not-active'],
    ['cancelled', 'proposals/p1/vote', VOTING, ballot('dan'), 'not-active'],
    ['proposed', 'proposals/p1/vote', VOTING, ballot('dan'), 'no-weight'],
    ['proposed', 'proposals/p1/vote', VOTING, ballot('ann'), 'ok'],
    ['proposed', 'proposals/p1/vote', VOTED - 1, ballot('ann'), 'ok'],
  ],
  queue: [
    ['nothing', 'proposals/p1/queue', T, {}, 'unknown-proposal'],
    ['unheard', 'proposals/p1/queue', VOTED, {}, 'quorum-not-met'],
    ['lost', 'proposals/p1/queue', VOTED, {}, 'majority-not-met'],
    ['cancelled', 'proposals/p1/queue', VOTING, {}, 'not-active'],
    ['queued', 'proposals/p1/queue', VOTED, {}, 'not-active'],
    ['queuedLate', 'proposals/p1/queue', 2 * VOTED, {}, 'not-active'],
    ['voted', 'proposals/p1/queue', VOTED - 1, {}, 'voting-running'],
    ['voted', 'proposals/p1/queue', VOTED, {}, 'ok'],
  ],
  execute: [
    ['nothing', 'proposals/p1/execute', T, {}, 'unknown-proposal'],
    ['executed', 'proposals/p1/execute', Q, {}, 'already-executed'],
    ['executed', 'proposals/p1/execute', 2 * Q, {}, 'already-executed'],
    ['voted', 'proposals/p1/execute', Q, {}, 'not-queued'],
    ['lost', 'proposals/p1/execute', Q, {}, 'not-queued'],
    ['cancelled', 'proposals/p1/execute', Q, {}, 'not-queued'],
    ['queuedLate', 'proposals/p1/execute', 2 * Q, {}, 'not-queued'],
    ['sameKey', 'proposals/p2/execute', Q - 1, {}, 'timelock-running'],
    ['queued', 'proposals/p1/execute', Q - 1, {}, 'timelock-running'],
    ['queued', 'proposals/p1/execute', Q, {}, 'ok'],
    ['queued', 'proposals/p1/execute', Q + 14 * DAY, {}, 'ok'],
    ['queued', 'proposals/p1/execute', Q + 14 * DAY + 1, {}, 'expired'],
    ['failed', 'proposals/p2/execute', Q + 14 * DAY + 1, {}, 'expired'],
    ['sameKey', 'proposals/p2/execute', Q, {}, 'not-next'],
    ['sameKeyPoor', 'proposals/p2/execute', Q, {}, 'not-next'],
    ['rivals', 'proposals/p2/execute', Q, {}, 'no-longer-valid'],
    ['failed', 'proposals/p2/execute', Q, {}, 'no-longer-valid'],
    ['poor', 'proposals/p1/execute', Q, {}, 'treasury-short'],
    ['paying', 'proposals/p1/execute', Q, {}, 'ok'],
  ],
  fail: [
    ['nothing', 'proposals/p1/fail', T, {}, 'unknown-proposal'],
    ['executed', 'proposals/p1/fail', Q, {}, 'already-executed'],
    ['voted', 'proposals/p1/fail', Q, {}, 'not-queued'],
    ['queued', 'proposals/p1/fail', Q - 1, {}, 'timelock-running'],
    ['rivals', 'proposals/p2/fail', Q + 14 * DAY + 1, {}, 'expired'],
    ['sameKey', 'proposals/p2/fail', Q, {}, 'not-next'],
    ['failed', 'proposals/p2/fail', Q, {}, 'no-longer-valid'],
    ['poor', 'proposals/p1/fail', Q, {}, 'still-valid'],
    ['rivals', 'proposals/p2/fail', Q, {}, 'ok'],
  ],
  pause: [
    ['paused', 'pauses/voters/pause', T, guardian('eve', 0), 'unknown-lifecycle'],
    ['paused', 'pauses/proposals/pause', T, guardian('ada', 1), 'unknown-lifecycle'],
    ['paused', 'pauses/jobs/pause', T, guardian('eve', 0), 'not-the-guardian'],
    ['paused', 'pauses/jobs/pause', T, guardian('ada', 0), 'pause-empty'],
    ['paused', 'pauses/jobs/pause', T, guardian('ada', 14 * DAY + 1), 'pause-too-long'],
    ['nothing', 'pauses/jobs/pause', T, guardian('ada', 14 * DAY + 1), 'pause-too-long'],
    ['nothing', 'pauses/jobs/pause', T, guardian('ada', 14 * DAY), 'ok'],
    ['paused', 'pauses/jobs/pause', T, guardian('ada', 1), 'pause-too-soon'],
    ['paused', 'pauses/jobs/pause', T + 44 * DAY - 1, guardian('ada', 1), 'pause-too-soon'],
    ['paused', 'pauses/jobs/pause', T + 44 * DAY, guardian('ada', 1), 'ok'],
    ['lifted', 'pauses/jobs/pause', T + 30 * DAY + 9, guardian('ada', 1), 'pause-too-soon'],
    ['lifted', 'pauses/jobs/pause', T + 30 * DAY + 10, guardian('ada', 1), 'ok'],
  ],
  unpause: [
    ['paused', 'pauses/voters/unpause', T, { guardian: 'eve' }, 'unknown-lifecycle'],
    ['nothing', 'pauses/jobs/unpause', T, { guardian: 'eve' }, 'not-the-guardian'],
    ['nothing', 'pauses/jobs/unpause', T, { guardian: 'ada' }, 'not-paused'],
    ['lifted', 'pauses/jobs/unpause', T + 10, { guardian: 'ada' }, 'not-paused'],
    ['paused', 'pauses/jobs/unpause', T + 14 * DAY, { guardian: 'ada' }, 'not-paused'],
    ['paused', 'pauses/jobs/unpause', T + 14 * DAY - 1, { guardian: 'ada' }, 'ok'],
  ],
  flip: [
    ['flipped', 'switches/none/flip', T, signed(['eve'], stale), 'unknown-switch'],
    ['flipped', 'switches/halt-jobs/flip', T, signed(['eve', 's1', 's1'], stale), INVALID],
    [
      ...(['flipped', 'switches/halt-none/flip', T] as const),
      ...([signed(['s1', 's2', 's3']), INVALID] as const),
    ],
    ['flipped', 'switches/halt-jobs/flip', T, signed(['s1', 's1', 's2'], stale), REPEATED],
    ['flipped', 'switches/halt-jobs/flip', T, signed(['s1', 's2'], stale), 'signers-short'],
    ['flipped', 'switches/halt-jobs/flip', T, signed([], stale), 'signers-short'],
    ['flipped', 'switches/halt-jobs/flip', T, signed(['s1', 's2', 's3'], stale), EXPIRED],
    ['flipped', 'switches/halt-jobs/flip', T, signed(['s1', 's2', 's3']), 'nonce-used'],
    [
      ...(['nothing', 'switches/halt-jobs/flip', T] as const),
      ...([signed(['s1', 's2', 's3'], { nonce: 1n }), 'nonce-too-high'] as const),
    ],
    [
      ...(['nothing', 'switches/halt-jobs/flip', T] as const),
      ...([signed(['s5', 's1', 's1', 's3'], { expiresAt: BigInt(T) }), 'ok'] as const),
    ],
    [
      ...(['flipped', 'switches/halt-jobs/flip', T] as const),
      ...([signed(['s5', 's4', 's3'], { isOn: false, nonce: 1n }), 'ok'] as const),
    ],
  ],
}

function prepared(situation: keyof typeof situations): GovernanceRun {
  const { steps, ...given }: Situation = situations[situation]
  const run = new GovernanceRun(given.params)
  for (const [path, time, fields] of steps) {
    expect(run.apply(path, time, fields), `${path} at ${time}`).toBe('ok')
  }
  return run
}

/** What a refused command must leave as it is. */
const kept = ({ balances, lifecycles, settledIds, params, time }: State) => {
  return { balances, lifecycles, settledIds, params, time }
}
const states = new Map<string, ReturnType<typeof kept>>()

function stateOf(situation: keyof typeof situations): ReturnType<typeof kept> {
  const known = states.get(situation) ?? kept(prepared(situation).state)
  states.set(situation, known)
  return known
}

describe.each(Object.entries(ladders))('%s', (_command, rows) => {
  test.each(rows)('%s, %s, at %i, %j: %s', (situation, path, time, fields, code) => {
    const run = prepared(situation)
    expect(run.apply(path, time, fields)).toBe(code)
    if (code !== 'ok') expect(kept(run.state)).toEqual(stateOf(situation))
  })
})

test('every command goes by time', () => {
  const { network } = new GovernanceRun().test
  for (const name of ['voters', 'proposals', 'pauses', 'switches']) {
    const commands = Object.values(network.lifecycles.get(name)?.commands ?? {})
    expect(commands.every(({ timed }) => timed)).toBe(true)
  }
})
