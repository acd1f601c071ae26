import type { State } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { BatchRun, commit, submission } from './microtaskNetwork.fixture.js'

type Step = readonly [command: string, height: number, fields?: object]

/** Height at which the batch is submitted, and at which it fails or is finalized. */
const S = 1000
const E = S + 220

const submit: Step = ['batchSubmit', S, submission()]
const all: readonly Step[] = [0, 1, 2, 3].map((one) => ['commitPartial', S + 1, commit('n1', one)])
const bound: Step = ['acceptAggregation', S + 2, { node: 'agg' }]
const finalize: Step = ['finalizeBatch', E, { aggregator: 'agg', proof: '00' }]
const demand = (segment: number, height = S + 10): Step => [
  'demandRows',
  height,
  { party: 'c1', segment },
]

/** `n3` fails a batch of its own and is listed for long. */
const other = { work: 'b0' }
const fails: readonly Step[] = [
  ['batchSubmit', 1, { ...submission(), ...other }],
  ['commitPartial', 1, { ...commit('n3', 0), ...other }],
  ['demandRows', 1, { party: 'c1', segment: 0, ...other }],
  ['failUnrevealed', 202, { segment: 0, ...other }],
]
const longList = { watchlistAfter: 1, watchlistEpochs: 1000 }

/** What was done before, and under which parameters. */
const situations = {
  nothing: { steps: [] },
  submitted: { steps: [submit] },
  listed: { params: longList, steps: [...fails, submit] },
  listedWithin: {
    params: longList,
    steps: [
      ['batchSubmit', 1, submission()],
      ['acceptSegments', 1, { node: 'n3', segments: [{ segment: 0 }] }],
      ...fails,
    ],
  },
  working: {
    steps: [
      submit,
      ['commitPartial', S + 1, commit('n1', 0)],
      ['acceptSegments', S + 1, { node: 'n2', segments: [{ segment: 1 }] }],
    ],
  },
  incomplete: { steps: [submit, ...all.slice(1), bound] },
  complete: { steps: [submit, ...all, bound] },
  boundLate: { steps: [submit, ...all, ['acceptAggregation', S + 6300, { node: 'agg' }]] },
  takenOver: {
    steps: [submit, ...all, bound, ['acceptAggregation', S + 6401, { node: 'agg2' }]],
  },
  demanded: { steps: [submit, ...all, bound, demand(0)] },
  revealed: {
    steps: [submit, ...all, demand(0), ['revealRows', S + 11, { segment: 0, rows: '00' }]],
  },
  failed: {
    steps: [
      ...[submit, ...all, demand(0, S + 19), demand(1, S + 19)],
      ['failUnrevealed', E, { segment: 0 }],
    ],
  },
  failedEarly: {
    steps: [
      ...[submit, ...all.slice(0, 2), demand(0, S + 19)],
      ['failUnrevealed', E, { segment: 0 }],
    ],
  },
  finalized: { steps: [submit, ...all, bound, finalize] },
  closed: { steps: [submit, ...all, bound, finalize, ['releaseBonds', E + 1200]] },
  treasury: {
    params: { aggregatorSource: 'treasury', aggregatorRate: '0.01', treasuryPerEpochMax: '0' },
    steps: [],
  },
  paused: { params: { paused: true }, steps: [] },
} as const satisfies Record<string, Situation>

interface Situation {
  readonly params?: ConstructorParameters<typeof BatchRun>[0]
  readonly steps: readonly Step[]
}

const segments = (...list: readonly number[]) => list.map((segment) => ({ segment }))
const accept = (node: string, ...list: readonly number[]) => ({ node, segments: segments(...list) })
const agg = (proof: string) => ({ aggregator: 'agg', proof })
const poorly = { ...submission(), caller: 'c9' }

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
  batchSubmit: [
    ['paused', 1, submission(0, 0), 'paused'],
    ['submitted', S, { ...submission(0, 0), caller: 'c9' }, 'duplicate-batch'],
    ['closed', 9999, submission(0, 0), 'duplicate-batch'],
    ['nothing', 1, submission(0, 0), 'no-tasks'],
    ['nothing', 1, { ...submission(0, 2 ** 32), tasksRoot: '00' }, 'too-many-tasks'],
    ['nothing', 1, { ...submission(0), tasksRoot: '00' }, 'tasks-root-invalid'],
    ['nothing', 1, submission(9_999, 2 ** 32 - 1), 'fee-below-minimum'],
    ['nothing', 1, { ...submission(10_000, 9_301), caller: 'c9' }, 'fee-below-one-unit-a-task'],
    ['nothing', 1, submission(10_000, 9_300), 'ok'],
    ['nothing', 1, submission(10_000_001), 'balance-short'],
    ['nothing', 1, submission(10_000_000), 'ok'],
    ['treasury', 1, poorly, 'balance-short'],
    ['treasury', 1, submission(), 'treasury-short'],
  ],
  acceptSegments: [
    ['nothing', 1, accept('n1'), 'unknown-batch'],
    ['closed', 9999, accept('n1'), 'already-closed'],
    ['finalized', 9999, accept('n1'), 'not-open'],
    ['failed', E, accept('n1', 0), 'not-open'],
    ['listed', S + 6001, accept('n3'), 'too-late'],
    ['listed', S + 6000, accept('n3'), 'watchlisted'],
    ['listedWithin', 203, accept('n3', 1), 'watchlisted'],
    ['working', S + 6000, accept('poor'), 'segment-out-of-range'],
    ['working', S + 6000, accept('poor', 2, 2), 'segment-out-of-range'],
    ['working', S + 6000, accept('poor', 0, 4), 'segment-out-of-range'],
    ['working', S + 6000, accept('poor', 2, 0), 'already-assigned'],
    ['working', S + 2, accept('n2', 1), 'already-assigned'],
    ['working', S + 602, accept('n3', 1), 'already-assigned'],
    ['working', S + 6000, accept('poor', 2), 'free-stake-short'],
    ['working', S + 6000, accept('n3', 2, 3), 'ok'],
  ],
  acceptAggregation: [
    ['nothing', 1, { node: 'n1' }, 'unknown-batch'],
    ['closed', 9999, { node: 'n1' }, 'already-closed'],
    ['finalized', 9999, { node: 'n1' }, 'not-open'],
    ['listed', S + 6801, { node: 'n3' }, 'too-late'],
    ['listed', S + 6800, { node: 'n3' }, 'watchlisted'],
    ['listed', S + 6800, { node: 'agg' }, 'ok'],
    ['complete', S + 6400, { node: 'poor' }, 'aggregator-already-set'],
    ['complete', S + 6401, { node: 'agg' }, 'aggregator-already-set'],
    ['complete', S + 6401, { node: 'poor' }, 'free-stake-short'],
    ['complete', S + 6401, { node: 'agg2' }, 'ok'],
    ['incomplete', S + 6401, { node: 'agg2' }, 'aggregator-already-set'],
    ['boundLate', S + 6700, { node: 'agg2' }, 'aggregator-already-set'],
    ['boundLate', S + 6701, { node: 'agg2' }, 'ok'],
    ['takenOver', S + 6800, { node: 'n1' }, 'aggregator-already-set'],
    ['takenOver', S + 6800, { node: 'agg' }, 'aggregator-already-set'],
    ['submitted', S, { node: 'poor' }, 'free-stake-short'],
  ],
  commitPartial: [
    ['nothing', 1, commit('n1', 0), 'unknown-batch'],
    ['closed', 9999, commit('n1', 9), 'already-closed'],
    ['failedEarly', E, commit('n1', 9), 'not-open'],
    ['failed', E + 9999, commit('n1', 0), 'not-open'],
    ['listed', S + 6001, commit('n3', 9), 'too-late'],
    ['listed', S + 6000, commit('n3', 9), 'watchlisted'],
    ['listedWithin', 203, commit('n3', 9), 'segment-out-of-range'],
    ['listedWithin', 203, commit('n3', 0), 'ok'],
    ['listedWithin', 203, commit('n3', 2), 'ok'],
    ['working', S + 602, commit('poor', 4), 'segment-out-of-range'],
    ['working', S + 602, commit('poor', 0), 'already-committed'],
    ['working', S + 602, commit('n1', 0), 'already-committed'],
    ['working', S + 601, commit('poor', 1), 'assigned-to-another'],
    ['working', S + 602, commit('poor', 1), 'free-stake-short'],
    ['working', S + 602, commit('n3', 1), 'ok'],
    ['working', S + 602, commit('n2', 1), 'ok'],
    ['working', S + 601, commit('n2', 1), 'ok'],
    ['working', S + 2, commit('poor', 2), 'free-stake-short'],
    ['working', S + 6000, commit('n3', 2), 'ok'],
    ['working', S + 6001, commit('n3', 2), 'too-late'],
  ],
  demandRows: [
    ['nothing', 1, { party: 'n1', segment: 9 }, 'unknown-batch'],
    ['closed', 9999, { party: 'n1', segment: 9 }, 'already-closed'],
    ['demanded', S + 6801, { party: 'n1', segment: 9 }, 'not-a-party'],
    ['takenOver', S + 6801, { party: 'agg', segment: 9 }, 'not-a-party'],
    ['working', S + 6801, { party: 'c1', segment: 2 }, 'segment-not-committed'],
    ['working', S + 6801, { party: 'c1', segment: 1 }, 'segment-not-committed'],
    ['demanded', S + 6801, { party: 'agg', segment: 0 }, 'already-demanded'],
    ['demanded', S + 6801, { party: 'agg', segment: 1 }, 'challenge-over'],
    ['demanded', S + 6800, { party: 'agg', segment: 1 }, 'ok'],
    ['finalized', E + 800, { party: 'c1', segment: 1 }, 'challenge-over'],
    ['finalized', E + 799, { party: 'c1', segment: 1 }, 'ok'],
  ],
  revealRows: [
    ['nothing', 1, { segment: 9, rows: 'ff' }, 'unknown-batch'],
    ['closed', 9999, { segment: 9, rows: 'ff' }, 'already-closed'],
    ['demanded', S + 211, { segment: 1, rows: 'ff' }, 'not-demanded'],
    ['revealed', S + 211, { segment: 0, rows: 'ff' }, 'not-demanded'],
    ['demanded', S + 211, { segment: 0, rows: 'ff' }, 'too-late'],
    ['demanded', S + 210, { segment: 0, rows: 'ff' }, 'rows-do-not-open'],
    ['demanded', S + 210, { segment: 0, rows: '00' }, 'ok'],
    ['demanded', S + 210, { segment: 0, rows: '01' }, 'ok'],
  ],
  failUnrevealed: [
    ['nothing', 1, { segment: 9 }, 'unknown-batch'],
    ['closed', 9999, { segment: 9 }, 'already-closed'],
    ['demanded', S + 10, { segment: 1 }, 'not-demanded'],
    ['revealed', S + 210, { segment: 0 }, 'too-early'],
    ['demanded', S + 210, { segment: 0 }, 'too-early'],
    ['revealed', S + 211, { segment: 0 }, 'already-revealed'],
    ['failed', E, { segment: 1 }, 'already-at-fault'],
    ['demanded', S + 211, { segment: 0 }, 'ok'],
  ],
  finalizeBatch: [
    ['nothing', 1, agg(''), 'unknown-batch'],
    ['closed', 9999, agg(''), 'already-closed'],
    ['failed', 9999, agg(''), 'not-open'],
    ['incomplete', S + 7201, { aggregator: 'agg2', proof: '' }, 'not-the-aggregator'],
    ['takenOver', S + 6402, agg('00'), 'not-the-aggregator'],
    ['incomplete', S + 7201, agg(''), 'too-late'],
    ['incomplete', S + 7200, agg(''), 'segments-missing'],
    ['complete', S + 7200, agg(''), 'proof-missing'],
    ['complete', S + 7200, agg('ff'), 'proof-invalid'],
    ['complete', S + 7200, agg('01'), 'proof-invalid'],
    ['complete', S + 7200, agg('01ff'), 'proof-invalid'],
    ['complete', S + 7200, agg('00'), 'ok'],
    ['complete', S + 7200, agg('0103'), 'ok'],
    ['complete', S + 7201, agg('00'), 'too-late'],
  ],
  challenge: [
    ['nothing', 1, { segment: 9, evidence: '00' }, 'unknown-batch'],
    ['closed', 9999, { segment: 9, evidence: '00' }, 'already-closed'],
    ['complete', 9999, { segment: 9, evidence: '00' }, 'not-challengeable'],
    ['failed', E + 1200, { segment: 9, evidence: '00' }, 'challenge-over'],
    ['failedEarly', E + 1199, { segment: 2, evidence: '00' }, 'segment-not-committed'],
    ['failed', E + 1199, { segment: 1, evidence: '00' }, 'already-at-fault'],
    ['finalized', E + 1199, { segment: 1, evidence: '00' }, 'evidence-invalid'],
    ['finalized', E + 1199, { segment: 1, evidence: '01' }, 'ok'],
    ['finalized', E + 1200, { segment: 1, evidence: '01' }, 'challenge-over'],
  ],
  expireBatch: [
    ['nothing', 1, {}, 'unknown-batch'],
    ['closed', 9999, {}, 'already-closed'],
    ['finalized', E, {}, 'not-open'],
    ['complete', S + 7200, {}, 'too-early'],
    ['complete', S + 7201, {}, 'ok'],
  ],
  releaseBonds: [
    ['nothing', 1, {}, 'unknown-batch'],
    ['closed', 9999, {}, 'already-closed'],
    ['complete', 9999, {}, 'not-ended'],
    ['finalized', E + 1199, {}, 'too-early'],
    ['finalized', E + 1200, {}, 'ok'],
    ['failed', E + 1199, {}, 'too-early'],
    ['failed', E + 1200, {}, 'ok'],
  ],
}

function prepared(situation: keyof typeof situations): BatchRun {
  const { params, steps }: Situation = situations[situation]
  const run = new BatchRun(params)
  for (const [command, height, fields] of steps) {
    expect(run.apply(command, height, fields), `${command} at ${height}`).toBe('ok')
  }
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
    expect(run.apply(command, height, fields)).toBe(code)
    if (code !== 'ok') expect(kept(run.state)).toEqual(stateOf(situation))
  })
})

test('a height going backwards, a repeated command id and one cut off change nothing', () => {
  const run = prepared('working')
  expect(run.apply('commitPartial', S, commit('n3', 2))).toBe('height-backwards')
  expect(run.apply('commitPartial', S + 2, { node: 'n3', segment: 2 })).toBe('column-missing')
  expect(kept(run.state)).toEqual(stateOf('working'))
  const again = prepared('nothing')
  expect(again.apply('batchSubmit', S, { ...submission(), id: 'x' })).toBe('ok')
  expect(again.apply('acceptAggregation', S, { node: 'agg', id: 'x' })).toBe('command-repeated')
  expect(again.balance('operator/agg/bound')).toBe(0n)
})
