import type { State } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { BillRun, dispatching, opening, submission, verdict } from './inferenceNetwork.fixture.js'

type Step = readonly [command: string, height: number, fields?: object]

/** Heights: the bill is opened, dispatched, submitted, settled. */
const O = 1000
const D = O + 100
const S = D + 100
const V = S + 100

const open: Step = ['open', O, opening()]
const take: Step = ['dispatch', D, dispatching()]
const submit: Step = ['submit', S, submission()]
const settle: Step = ['settle', V, verdict()]
const no = { challenger: 'v1', evidence: '' }
const shown = { challenger: 'x', evidence: '01' }
const reason = { reason: 'r' }

/** `n1` misses three bills, the last refunded at R. */
const R = 8000
const missed: readonly Step[] = ['m1', 'm2', 'm3'].flatMap((work): readonly Step[] => [
  ['open', 1, { ...opening(1), work }],
  ['dispatch', 1, { ...dispatching({ bill: work }), work }],
])
const misses: readonly Step[] = ['m1', 'm2', 'm3'].map((work) => ['refund', R, { ...reason, work }])

interface Situation {
  readonly params?: NonNullable<ConstructorParameters<typeof BillRun>[0]>['params']
  readonly isPaused?: boolean
  readonly steps: readonly Step[]
}

const adaptor = { lifecycle: 'adaptors', work: 'a1' }
const register: Step = ['registerAdaptor', 1, adaptor]
const leave: Step = ['leaveAdaptor', 2, adaptor]

/** What was done before, and under which parameters. */
const situations = {
  nothing: { steps: [] },
  opened: { steps: [open] },
  dispatched: { steps: [open, take] },
  submitted: { steps: [open, take, submit] },
  settled: { steps: [open, take, submit, settle] },
  closed: { steps: [open, take, submit, settle, ['close', V + 600]] },
  challenged: { steps: [open, take, submit, ['challenge', V, no]] },
  refunded: { steps: [open, ['refund', O + 601, reason]] },
  jailed: { steps: [...missed, ...misses, ['open', R, opening()]] },
  registered: { steps: [register, open] },
  leaving: { steps: [register, leave, open] },
  left: { steps: [register, leave, ['withdrawAdaptor', 100_802, adaptor]] },
  paused: { isPaused: true, steps: [] },
} as const satisfies Record<string, Situation>

const by = (order: Parameters<typeof dispatching>[0]) => dispatching(order)
const forged = (node: string, name = '') => ({
  ...dispatching({ node, adaptor: name, bill: 'b2' }),
})

type Row = readonly [
  situation: keyof typeof situations,
  height: number,
  fields: object,
  code: string,
]

/**
 * By command: situations in which several codes apply, and the first of them; both sides of
 * heights.
 */
const ladders: Readonly<Record<string, readonly Row[]>> = {
  open: [
    ['paused', 1, { ...opening(0, 'u9'), model: 'x' }, 'paused'],
    ['opened', O, { ...opening(0, 'u9'), model: 'x' }, 'duplicate-bill'],
    ['closed', V + 9999, opening(), 'duplicate-bill'],
    ['refunded', V + 9999, opening(), 'duplicate-bill'],
    ['nothing', 1, { ...opening(0, 'u9'), model: 'x' }, 'unknown-model'],
    ['nothing', 1, { ...opening(1), model: 'toString' }, 'unknown-model'],
    ['nothing', 1, opening(0, 'u9'), 'cu-out-of-range'],
    ['nothing', 1, opening(1_000_001, 'u9'), 'cu-out-of-range'],
    ['nothing', 1, opening(1_000_000), 'balance-short'],
    ['nothing', 1, opening(1, 'u9'), 'balance-short'],
    ['nothing', 1, opening(153_847), 'balance-short'],
    ['nothing', 1, opening(153_846), 'ok'],
  ],
  dispatch: [
    ['nothing', 1, forged('x'), 'unknown-bill'],
    ['dispatched', O + 601, forged('x'), 'not-opened'],
    ['closed', V + 9999, by({}), 'not-opened'],
    ['opened', O + 601, forged('x'), 'too-late'],
    ['opened', O + 600, forged('x', 'a1'), 'unknown-node'],
    ['opened', O + 600, forged('small', 'a1'), 'node-stake-short'],
    ['jailed', R + 600, forged('small', 'a1'), 'node-stake-short'],
    ['jailed', R + 600, forged('n1', 'a1'), 'jailed'],
    ['jailed', R + 600, by({ node: 'n2' }), 'ok'],
    ['opened', O + 600, forged('poor', 'a1'), 'unknown-adaptor'],
    ['opened', O + 600, forged('poor', 'a/1'), 'unknown-adaptor'],
    ['leaving', O + 600, forged('poor', 'a1'), 'unknown-adaptor'],
    ['registered', O + 600, forged('poor', 'a1'), 'signature-invalid'],
    ['opened', O + 600, { ...by({ node: 'poor' }), node: 'n2' }, 'signature-invalid'],
    ['registered', O + 600, { ...by({}), adaptor: 'a1' }, 'signature-invalid'],
    ['opened', O + 600, { ...by({}), signer: 'r1' }, 'signature-invalid'],
    ['opened', O + 600, by({ signer: 'n1' }), 'signature-invalid'],
    ['opened', O + 600, by({ signer: 'v1' }), 'signature-invalid'],
    ['opened', O + 600, by({ node: 'poor' }), 'free-stake-short'],
    ['opened', O + 600, by({}), 'ok'],
    ['opened', O + 600, by({ signer: 'r1', node: 'n2' }), 'ok'],
    ['registered', O + 600, by({ adaptor: 'a1' }), 'ok'],
  ],
  submit: [
    ['nothing', 1, submission(101), 'unknown-bill'],
    ['opened', D + 7201, { ...submission(101), node: 'x' }, 'not-dispatched'],
    ['submitted', D + 7201, { ...submission(101), node: 'x' }, 'not-dispatched'],
    ['dispatched', D + 7201, { ...submission(101), node: 'x' }, 'not-the-node'],
    ['dispatched', D + 7201, submission(101), 'too-late'],
    ['dispatched', D + 7200, submission(101), 'cu-above-max'],
    ['dispatched', D + 7200, submission(100), 'ok'],
    ['dispatched', D + 7200, submission(0), 'ok'],
  ],
  settle: [
    ['nothing', 1, { ...verdict(101), verifier: 'x', reference: '' }, 'unknown-bill'],
    ['dispatched', S, { ...verdict(101), verifier: 'x', reference: '' }, 'not-submitted'],
    ['settled', S + 600, { ...verdict(101), verifier: 'x', reference: '' }, 'not-submitted'],
    ['submitted', S + 600, { ...verdict(101), verifier: 'x', reference: '' }, 'not-the-verifier'],
    ['submitted', S + 600, { ...verdict(101), reference: '' }, 'too-late'],
    ['submitted', S + 599, { ...verdict(101), reference: '' }, 'cu-above-max'],
    ['submitted', S + 599, { ...verdict(100), reference: '' }, 'reference-missing'],
    ['submitted', S + 599, verdict(100), 'ok'],
    ['submitted', S + 599, verdict(0), 'ok'],
  ],
  challenge: [
    ['nothing', 1, { ...no, challenger: 'x' }, 'unknown-bill'],
    ['dispatched', S + 9999, { ...no, challenger: 'x' }, 'not-submitted'],
    ['closed', V + 9999, { ...no, challenger: 'x' }, 'not-submitted'],
    ['challenged', V, no, 'not-submitted'],
    ['submitted', S + 1200, { ...no, challenger: 'x' }, 'challenge-over'],
    ['submitted', S + 1200, shown, 'challenge-over'],
    ['submitted', S + 1199, { ...no, challenger: 'x' }, 'evidence-invalid'],
    ['submitted', S + 1199, { ...no, challenger: 'n1' }, 'evidence-invalid'],
    ['submitted', S + 1199, no, 'ok'],
    ['submitted', S + 1199, shown, 'ok'],
    ['settled', V + 600, { ...no, challenger: 'x' }, 'challenge-over'],
    ['settled', V + 599, no, 'evidence-invalid'],
    ['settled', V + 599, shown, 'ok'],
  ],
  close: [
    ['nothing', 1, {}, 'unknown-bill'],
    ['dispatched', S, {}, 'not-settled'],
    ['submitted', S + 599, {}, 'not-settled'],
    ['submitted', S + 600, {}, 'too-early'],
    ['submitted', S + 1199, {}, 'too-early'],
    ['submitted', S + 1200, {}, 'ok'],
    ['settled', V + 599, {}, 'too-early'],
    ['settled', V + 600, {}, 'ok'],
    ['closed', V + 600, {}, 'not-settled'],
    ['challenged', V + 600, {}, 'not-settled'],
    ['refunded', V + 600, {}, 'not-settled'],
  ],
  refund: [
    ['nothing', 1, reason, 'unknown-bill'],
    ['submitted', S, reason, 'already-ended'],
    ['settled', V + 9999, reason, 'already-ended'],
    ['closed', V + 9999, reason, 'already-ended'],
    ['refunded', V + 9999, reason, 'already-ended'],
    ['opened', O + 600, reason, 'too-early'],
    ['opened', O + 601, reason, 'ok'],
    ['dispatched', D + 7200, reason, 'too-early'],
    ['dispatched', D + 7201, reason, 'ok'],
  ],
  registerAdaptor: [
    ['registered', O, { lifecycle: 'adaptors', work: 'a1' }, 'already-registered'],
    ['leaving', O, { lifecycle: 'adaptors', work: 'a1' }, 'already-registered'],
    ['nothing', 1, { lifecycle: 'adaptors', work: 'a9' }, 'balance-short'],
    ['nothing', 1, adaptor, 'ok'],
    ['left', 100_802, adaptor, 'ok'],
  ],
  leaveAdaptor: [
    ['nothing', 1, adaptor, 'unknown-adaptor'],
    ['leaving', O, adaptor, 'unknown-adaptor'],
    ['left', 100_802, adaptor, 'unknown-adaptor'],
    ['registered', O, adaptor, 'ok'],
  ],
  withdrawAdaptor: [
    ['nothing', 1, adaptor, 'unknown-adaptor'],
    ['registered', O, adaptor, 'unknown-adaptor'],
    ['left', 100_802, adaptor, 'unknown-adaptor'],
    ['leaving', 100_801, adaptor, 'still-thawing'],
    ['leaving', 100_802, adaptor, 'ok'],
  ],
}

function give(run: BillRun, [command, height, fields = {}]: Step): string {
  return run.apply({ lifecycle: 'bills', work: 'b1', command }, height, fields)
}

function prepared(situation: keyof typeof situations): BillRun {
  const { params = {}, isPaused = false, steps }: Situation = situations[situation]
  const run = new BillRun({ params, isPaused: () => isPaused })
  for (const step of steps) expect(give(run, step), `${step[0]} at ${step[1]}`).toBe('ok')
  return run
}

/** What a refused command must leave as it is. */
const kept = ({ balances, lifecycles, settledIds }: State) => ({ balances, lifecycles, settledIds })
const states = new Map<string, ReturnType<typeof kept>>()

function stateOf(situation: keyof typeof situations): ReturnType<typeof kept> {
  const known = states.get(situation) ?? kept(prepared(situation).state)
  states.set(situation, known)
  return known
}

describe.each(Object.entries(ladders))('%s', (command, rows) => {
  test.each(rows)('%s, at %i, %j: %s', (situation, height, fields, code) => {
    const run = prepared(situation)
    expect(give(run, [command, height, fields])).toBe(code)
    if (code !== 'ok') expect(kept(run.state)).toEqual(stateOf(situation))
  })
})

describe('jail', () => {
  const taken = (height: number): string => {
    const run = prepared('jailed')
    const at = height - 1
    give(run, ['open', at, { ...opening(), work: 'b2' }])
    return give(run, ['dispatch', height, { ...dispatching({ bill: 'b2' }), work: 'b2' }])
  }

  test('lasts 7,200 blocks from the third miss', () => {
    expect(taken(R + 7199)).toBe('jailed')
    expect(taken(R + 7200)).toBe('ok')
  })

  test('misses further apart do not jail, and it starts anew', () => {
    const run = new BillRun()
    for (const step of missed) expect(give(run, step)).toBe('ok')
    const refund = (work: string, height: number) =>
      give(run, ['refund', height, { ...reason, work }])
    const tryAt = (work: string, height: number): string => {
      give(run, ['open', height, { ...opening(1), work }])
      return give(run, ['dispatch', height, { ...dispatching({ bill: work }), work }])
    }
    expect(refund('m1', R)).toBe('ok')
    expect(refund('m2', R)).toBe('ok')
    expect(refund('m3', R + 7201)).toBe('ok')
    expect(tryAt('t1', R + 7201)).toBe('ok')
    expect(tryAt('t2', R + 7201)).toBe('ok')
    expect(refund('t1', R + 14_402)).toBe('ok')
    expect(refund('t2', R + 14_402)).toBe('ok')
    expect(tryAt('t3', R + 14_402)).toBe('ok')
    expect(refund('t3', R + 21_603)).toBe('ok')
    expect(tryAt('t4', R + 21_603)).toBe('ok')
  })

  test('three within 7,200 blocks do, both ends counted', () => {
    const run = new BillRun()
    for (const step of missed) expect(give(run, step)).toBe('ok')
    for (const [work, height] of [
      ['m1', R],
      ['m2', R + 1],
      ['m3', R + 7200],
    ] as const) {
      expect(give(run, ['refund', height, { ...reason, work }])).toBe('ok')
    }
    give(run, ['open', R + 7200, opening()])
    expect(give(run, ['dispatch', R + 7201, dispatching()])).toBe('jailed')
    const state = run.work('bill-nodes', 'n1')
    expect(state).toEqual({ misses: [], jailedUntil: BigInt(R + 14_400) })
  })
})

test('a pause stops what is opened, and nothing else', () => {
  let isPaused = false
  const run = new BillRun({ isPaused: () => isPaused })
  for (const work of ['b1', 'b2', 'b3', 'b4']) {
    expect(give(run, ['open', 1, { ...opening(), work }])).toBe('ok')
  }
  const order = (bill: string, name = '') => ({
    ...dispatching({ bill, adaptor: name }),
    work: bill,
  })
  expect(give(run, ['dispatch', 1, order('b4')])).toBe('ok')
  isPaused = true
  const steps: readonly Step[] = [
    ['registerAdaptor', 2, adaptor],
    ['dispatch', 3, order('b1', 'a1')],
    ['dispatch', 3, order('b2')],
    ['submit', 4, submission()],
    ['submit', 4, { ...submission(), work: 'b2' }],
    ['settle', 5, verdict()],
    ['challenge', 5, { ...no, work: 'b2' }],
    ['leaveAdaptor', 6, adaptor],
    ['close', 605],
    ['refund', 605, { ...reason, work: 'b3' }],
    ['refund', 7202, { ...reason, work: 'b4' }],
    ['withdrawAdaptor', 100_806, adaptor],
  ]
  for (const step of steps) expect(give(run, step), `${step[0]} at ${step[1]}`).toBe('ok')
  expect(give(run, ['open', 100_806, { ...opening(), work: 'b5' }])).toBe('paused')
})
