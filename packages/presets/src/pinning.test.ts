import { guardParams } from '@tlmkit/governance'
import { billLiveParams } from '@tlmkit/tlm-inference'
import { batchLiveParams } from '@tlmkit/tlm-microtask'
import { memoryLiveParams } from '@tlmkit/tlm-memory'
import { describe, expect, test } from 'vitest'
import { dgrid } from './dgrid.js'
import { dgridParams } from './dgridParams.js'
import { lagrangeMemory } from './lagrangeMemory.js'
import { lagrangeMemoryParams } from './lagrangeMemoryParams.js'
import { lagrangeMicrotask } from './lagrangeMicrotask.js'
import { lagrangeMicrotaskParams } from './lagrangeMicrotaskParams.js'
import { tellStory, type PinnedStory } from './pinning.fixture.js'

const ROOT = 'ab'.repeat(32)

/** Parameters of stake that a task is pinned to, with other values than their defaults. */
const STAKE = {
  bindRatio: '0.5',
  missRate: '0.5',
  taskChallengeWindow: 700n,
  taskVerdictWindow: 700n,
  taskRevealWindow: 150n,
  commissionRate: '0.2',
  ownShareMin: '0.2',
  delegatorsShareLoss: false,
}
/** Those that hold for an operator as it is, whenever it came. */
const STAKE_LIVE = ['thawPeriod', 'jailAfter', 'jailWindow', 'jailPeriod', 'epochLengthBlocks']
const BATCHES = {
  burnRate: '0.03',
  aggregatorRate: '0.06',
  aggregatorSource: 'surcharge',
  treasuryPerEpochMax: '0.02',
  treasury: 'module/other',
  deductionMultiplier: '2',
  failureBurnRate: '0.4',
  segmentSize: 16n,
  acceptWindow: 500n,
  commitWindow: 5000n,
  finalizeWindow: 7100n,
  revealWindow: 150n,
  challengeWindow: 1100n,
  rowChecks: [],
}
const LEASES = {
  sigma: '1.5',
  protocolCut: '0.02',
  treasury: 'module/other',
  failureBurnRate: '0.4',
  maxLeaseBlocks: 150n,
  releaseGrace: 9n,
  extraSlashRate: '0.2',
  auditWindow: 30n,
  auditBondRate: '0.5',
}

const operator = (work: string, command: string, fields: object) => {
  return { lifecycle: 'stake-operators', work, command, height: 1, ...fields }
}
const STAKED = ['n1', 'agg'].flatMap((name) => [
  operator(name, 'declare', { capacity: [{ type: 'gpu', count: 8 }] }),
  operator(name, 'stakeOwn', { amount: '2000000' }),
])
const OPENING = {
  'auditor/c1/balance': 1_000_000n,
  'caller/c1/balance': 10_000_000n,
  'module/other': 10_000_000n,
  'module/treasury': 10_000_000n,
  'operator/agg/balance': 3_000_000n,
  'operator/n1/balance': 3_000_000n,
  'requester/r/balance': 1_000_000n,
}

const batch = (command: string, height: number, fields: object = {}) => {
  return { lifecycle: 'batches', work: 'b1', command, height, ...fields }
}
const SUBMISSION = { caller: 'c1', fee: '1000000', tasks: 100, tasksRoot: ROOT, filters: '' }
const commits = (count: number) =>
  Array.from({ length: count }, (_, segment) =>
    batch('commitPartial', 12, { node: 'n1', segment, traceRoot: ROOT }),
  )
const batchStory = (goesOn: PinnedStory['goesOn']): PinnedStory => ({
  network: lagrangeMicrotask(),
  opening: OPENING,
  before: STAKED,
  opens: [batch('batchSubmit', 10, SUBMISSION)],
  goesOn,
  changes: { network: { ...STAKE, ...BATCHES } },
})
const task = (command: string, height: number, fields: object = {}) => {
  return { lifecycle: 'stake-tasks', work: 't1', command, height, ...fields }
}
const OFFER = { requester: 'r', type: 'gpu', fee: '10000', deadline: 50, verifier: 'v' }
const taskStory = (goesOn: PinnedStory['goesOn']): PinnedStory => ({
  ...batchStory([task('accept', 12, { operator: 'n1' }), ...goesOn]),
  opens: [task('offer', 10, OFFER)],
})
const release = (height: number) => task('release', height)
const submit = task('submit', 13, { operator: 'n1', hash: ROOT })

const lease = (command: string, height: number, fields: object = {}) => {
  return { lifecycle: 'leases', work: 'l1', command, height, ...fields }
}
const RESERVE = {
  ...{ caller: 'c1', node: 'n1', bytes: 10_000, maxBlocks: 100, isPinned: false },
  ...{ rhoCap: '7', offerKib: 10, offerBlocks: 100, signature: '00' },
}
const audit = (command: string, height: number, fields: object = {}) => {
  return { lifecycle: 'memory-audits', work: 'a1', command, height, ...fields }
}
const seal = (party: string) => lease('seal', 12, { party, root: ROOT, signature: '00' })
const leaseStory = (goesOn: PinnedStory['goesOn']): PinnedStory => ({
  network: lagrangeMemory({ signatures: { verify: () => true } }),
  opening: OPENING,
  before: [
    ...STAKED,
    {
      ...{ lifecycle: 'memory-nodes', work: 'n1', command: 'declareCapacity' },
      ...{ height: 1, kib: 1000 },
    },
  ],
  opens: [lease('reserve', 10, RESERVE)],
  goesOn,
  changes: { network: { ...STAKE, ...LEASES } },
})

const BILLS = {
  basePrice: '1000',
  latencyFactorMax: '0.2',
  latencyMode: 'literal',
  networkFee: '0.03',
  governanceShare: '0.06',
  adaptorShare: '0.11',
  treasuryShare: '0.06',
  nodeBindRatio: '2',
  operations: 'module/other',
  governance: 'module/other',
  treasury: 'module/other',
  models: { image: 900n },
  routers: ['r9'],
  cuMaxPerRequest: 50n,
  minNodeStake: '5000000000000000000000',
  dispatchWindow: 300n,
  settleWindow: 3600n,
  verdictWindow: 300n,
  challengeWindow: 300n,
  fakeResultSlash: '0.5',
  rewardBound: '0.01',
}
const SILENCE = {
  downtimeHours: 48n,
  downtimeSlashFirst: '0.3',
  downtimeSlashSecond: '0.4',
  downtimeSlashFurther: '0.5',
}
const PROPOSALS = {
  proposalBondAmount: '1',
  discussionSeconds: 100_000n,
  votingSeconds: 100_000n,
  quorum: '0.7',
  majority: '0.9',
  timelockSeconds: 100_000n,
  executionSeconds: 100_000n,
}
const GOVERNED_LIVE = [
  ...Object.keys(billLiveParams.shape),
  ...Object.keys(guardParams.shape),
  ...['heartbeatInterval', 'genesisTime', 'treasuryStreamRate', 'weeklyEmission'],
  ...['adaptorRewardShare', 'rewardClaimWeeks', 'emission'],
]

const TOKENS = (10_000n * 10n ** 18n).toString()
const bill = (command: string, height: number, fields: object = {}) => {
  return { lifecycle: 'bills', work: 'b1', command, height, time: height, ...fields }
}
const HOUR = 3600
const beat = (command: string, time: number) => {
  return { lifecycle: 'heartbeats', work: 'n1', command, height: time < HOUR ? 10 : 20, time }
}
const billStory = (goesOn: PinnedStory['goesOn']): PinnedStory => ({
  network: dgrid({ signatures: { verify: () => true } }),
  opening: {
    'adaptor/ada/balance': BigInt(TOKENS),
    'module/emission': BigInt(TOKENS),
    'operator/n1/balance': 10n * BigInt(TOKENS),
    'user/ann/balance': BigInt(TOKENS),
    'voter/vic/balance': 10n * BigInt(TOKENS),
  },
  before: [
    operator('n1', 'declare', { capacity: [] }),
    operator('n1', 'stakeOwn', { amount: TOKENS }),
    { lifecycle: 'adaptors', work: 'ada', command: 'registerAdaptor', height: 1 },
    {
      ...{ lifecycle: 'voters', work: 'vic', command: 'stake' },
      ...{ amount: TOKENS, height: 1, time: 1 },
    },
  ],
  opens: [
    beat('heartbeat', 10),
    bill('open', 10, { user: 'ann', model: 'chat-small', cuMax: 100, verifier: 'vera' }),
    {
      ...{ lifecycle: 'proposals', work: 'p1', command: 'propose', height: 10, time: 10 },
      ...{ proposer: 'vic', bondFrom: 'balance', payments: [] },
      changes: [{ key: 'network.missWindow', value: '7000' }],
    },
  ],
  goesOn,
  changes: { network: { ...STAKE, ...BILLS, ...SILENCE, ...PROPOSALS } },
})
const proposal = (command: string, time: number, fields: object = {}) => {
  return { lifecycle: 'proposals', work: 'p1', command, height: 20, time, ...fields }
}
const dispatch = bill('dispatch', 12, { node: 'n1', adaptor: 'ada', signer: 'ann', signature: '' })
const answer = bill('submit', 13, { node: 'n1', resultHash: 'ab', cu: 100, responseMs: 900 })
const verdict = { verifier: 'vera', cu: 90, responseMs: 1000, reference: 'r' }

const STORIES: readonly (readonly [name: string, story: PinnedStory])[] = [
  [
    'a batch that its aggregator does not finalize',
    batchStory([
      ...commits(4),
      ...[batch('acceptAggregation', 12, { node: 'agg' }), batch('expireBatch', 7150)],
      ...[batch('expireBatch', 7211), batch('releaseBonds', 8400), batch('releaseBonds', 8411)],
    ]),
  ],
  [
    'a batch that fails',
    batchStory([
      ...commits(2),
      batch('demandRows', 13, { party: 'c1', segment: 0 }),
      batch('failUnrevealed', 170, { segment: 0 }),
      batch('failUnrevealed', 214, { segment: 0 }),
      batch('releaseBonds', 1414),
    ]),
  ],
  [
    'a batch that expires',
    batchStory([
      batch('acceptSegments', 12, { node: 'n1', segments: [{ segment: 1 }] }),
      batch('commitPartial', 580, { node: 'agg', segment: 1, traceRoot: ROOT }),
      batch('expireBatch', 7150),
      batch('expireBatch', 7211),
      batch('releaseBonds', 8411),
    ]),
  ],
  [
    'a task that is released',
    taskStory([submit, task('verify', 14, { verifier: 'v' }), ...[613, 614].map(release)]),
  ],
  [
    'a task whose result stays hidden',
    taskStory([
      ...[submit, task('verify', 14, { verifier: 'v' }), task('demandResult', 200, { party: 'r' })],
      ...[task('failUnrevealed', 380), task('failUnrevealed', 401)],
    ]),
  ],
  ['a task without a verdict', taskStory([submit, ...[1212, 1213].map(release)])],
  ['a task that is missed', taskStory([task('miss', 51)])],
  [
    'a task that is challenged',
    taskStory([submit, task('challenge', 14, { challenger: 'v', evidence: '' })]),
  ],
  [
    'a lease that is released',
    leaseStory([lease('use', 30, { party: 'c1' }), lease('release', 47, { party: 'c1' })]),
  ],
  ['a lease that times out', leaseStory([lease('timeOut', 116), lease('endStrike', 1600)])],
  [
    'a lease that is audited',
    leaseStory([
      ...[seal('c1'), seal('n1'), audit('openAudit', 13, { auditor: 'c1', lease: 'l1' })],
      ...[audit('failAudit', 50), audit('failAudit', 64)],
    ]),
  ],
]

const WEEK = 604_800
const BILL_STORIES: readonly (readonly [name: string, story: PinnedStory])[] = [
  [
    'a bill that is settled late',
    billStory([
      ...[dispatch, answer, bill('settle', 500, verdict)],
      ...[bill('close', 1099), bill('close', 1100)],
    ]),
  ],
  [
    'a bill that is settled by default',
    billStory([dispatch, answer, bill('close', 1212), bill('close', 1213)]),
  ],
  [
    'a bill with a false result',
    billStory([dispatch, answer, bill('challenge', 14, { challenger: 'vera', evidence: '' })]),
  ],
  [
    'a bill that nobody takes',
    billStory([bill('refund', 400, { reason: '' }), bill('refund', 611, { reason: '' })]),
  ],
  [
    'a bill without an answer',
    billStory([
      ...[dispatch, bill('refund', 7000, { reason: '' })],
      bill('refund', 7213, { reason: '' }),
    ]),
  ],
  [
    'a silence',
    billStory([
      beat('reportDowntime', 10 + 72 * HOUR),
      beat('reportDowntime', 11 + 72 * HOUR),
      beat('retire', 12 + 72 * HOUR),
    ]),
  ],
  [
    'a proposal',
    billStory([
      proposal('vote', 10 + WEEK, { voter: 'vic', choice: 'for' }),
      proposal('queue', 10 + 2 * WEEK),
      proposal('execute', 10 + 2 * WEEK + 129_599),
      proposal('execute', 10 + 2 * WEEK + 129_600),
    ]),
  ],
]
describe('work goes on under the parameters it opened with', () => {
  test.each([...STORIES, ...BILL_STORIES])('%s', (_name, story) => {
    const told = tellStory(story, 'never')
    expect(told.codes.slice(0, -1)).toContain('accepted')
    expect(told.codes.at(-1)).toBe('accepted')
    expect(told.postings.length).toBeGreaterThan(0)
    expect(tellStory(story, 'between')).toEqual(told)
  })

  test.each([...STORIES, ...BILL_STORIES])(
    '%s: under the others, it ends otherwise',
    (_name, story) => {
      expect(tellStory(story, 'before')).not.toEqual(tellStory(story, 'never'))
    },
  )
})

test.each([
  [
    'micro-tasks',
    lagrangeMicrotaskParams.shape,
    [...Object.keys(STAKE), ...Object.keys(PROPOSALS), ...Object.keys(BATCHES)],
    [...STAKE_LIVE, ...Object.keys(guardParams.shape), ...Object.keys(batchLiveParams.shape)],
  ],
  [
    'bills and governance',
    dgridParams.shape,
    [STAKE, BILLS, SILENCE, PROPOSALS].flatMap((each) => Object.keys(each)),
    [...STAKE_LIVE, ...GOVERNED_LIVE],
  ],
  [
    'memory',
    lagrangeMemoryParams.shape,
    [...Object.keys(STAKE), ...Object.keys(PROPOSALS), ...Object.keys(LEASES)],
    [...STAKE_LIVE, ...Object.keys(guardParams.shape), ...Object.keys(memoryLiveParams.shape)],
  ],
])('no parameter of %s is forgotten', (_name, shape, changed, live) => {
  const keys = new Set([...changed, ...live])
  expect([...keys].toSorted((a, b) => a.localeCompare(b))).toEqual(
    Object.keys(shape).toSorted((a, b) => a.localeCompare(b)),
  )
})
