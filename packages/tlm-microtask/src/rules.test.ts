import { describe, expect, test } from 'vitest'
import { feeIndexAt } from './index.js'
import { BatchRun, commit, submission } from './microtaskNetwork.fixture.js'

const NODE_PAY = 297_600n

/** Submits batch `work` at a height and lets a node fail it by one segment of 32 tasks. */
function fail(run: BatchRun, work: string, { node = 'n1', height = 1, segments = 1 } = {}): void {
  expect(run.apply('batchSubmit', height, { ...submission(), work })).toBe('ok')
  for (let segment = 0; segment < segments; segment++) {
    expect(run.apply('commitPartial', height, { ...commit(node, segment), work })).toBe('ok')
  }
  expect(run.apply('demandRows', height, { party: 'c1', segment: 0, work })).toBe('ok')
  expect(run.apply('failUnrevealed', height + 201, { segment: 0, work })).toBe('ok')
}

/** Submits a batch and has `node` and `agg` finish it; the bonds are free again 1,300 blocks later. */
function succeed(run: BatchRun, work: string, { node = 'n1', height = 1, mine = 4 } = {}): void {
  expect(run.apply('batchSubmit', height, { ...submission(), work })).toBe('ok')
  for (let segment = 0; segment < 4; segment++) {
    const doer = segment < mine ? node : 'n3'
    expect(run.apply('commitPartial', height, { ...commit(doer, segment), work })).toBe('ok')
  }
  expect(run.apply('acceptAggregation', height, { node: 'agg', work })).toBe('ok')
  const proof = { aggregator: 'agg', proof: '00', work }
  expect(run.apply('finalizeBatch', height, proof)).toBe('ok')
  expect(run.apply('releaseBonds', height + 1200, { work })).toBe('ok')
}

const accepts = (node: string, work: string, segment = 3) => {
  return { node, work, segments: [{ segment }] }
}

describe('the watchlist', () => {
  test('three batches in a row list a node until the start of the epoch after the next', () => {
    const run = new BatchRun()
    expect(run.apply('batchSubmit', 1, submission())).toBe('ok')
    for (const [index, work] of ['x', 'y', 'z'].entries()) {
      expect(run.apply('acceptSegments', 1 + index * 202, accepts('n1', 'b1', index))).toBe('ok')
      fail(run, work, { height: 1 + index * 202 })
    }
    // It failed the third at 606, in epoch 1: listed until epoch 3 starts.
    expect(run.apply('acceptSegments', 606, accepts('n1', 'b1'))).toBe('watchlisted')
    expect(run.apply('acceptAggregation', 1535, { node: 'n1' })).toBe('watchlisted')
    expect(run.apply('acceptSegments', 1536, accepts('n1', 'b1'))).toBe('ok')
    const node = run.state.lifecycles.get('microtask-nodes')?.get('n1')?.state
    expect(node).toMatchObject({ strikes: 0n, listedUntil: 1536n })
  })

  test.each([
    // segments of 32 tasks it failed with, those it finished, strikes left
    [1, 1, 0n],
    [2, 2, 0n],
    [2, 1, 2n],
    [1, 0, 2n],
  ])('failed with %i segments, finished %i: strikes left %i', (failed, mine, strikes) => {
    const run = new BatchRun()
    fail(run, 'x', { segments: 1 })
    fail(run, 'y', { height: 300, segments: failed })
    succeed(run, 'z', { height: 600, mine })
    const node = run.state.lifecycles.get('microtask-nodes')?.get('n1')?.state
    expect(node).toMatchObject({ strikes, failedPay: BigInt(failed) * NODE_PAY })
  })

  test('a batch counts once, however often and in whatever role a node is at fault in it', () => {
    const run = new BatchRun({ watchlistAfter: 2 })
    expect(run.apply('batchSubmit', 1, submission())).toBe('ok')
    for (const [node, segment] of [
      ['n1', 0],
      ['n1', 1],
      ['n2', 2],
      ['n3', 3],
    ] as const) {
      expect(run.apply('commitPartial', 1, commit(node, segment))).toBe('ok')
    }
    expect(run.apply('acceptAggregation', 1, { node: 'n1' })).toBe('ok')
    expect(run.apply('finalizeBatch', 2, { aggregator: 'n1', proof: '00' })).toBe('ok')
    expect(run.apply('demandRows', 2, { party: 'c1', segment: 0 })).toBe('ok')
    expect(run.apply('failUnrevealed', 203, { segment: 0 })).toBe('ok')
    expect(run.apply('challenge', 203, { segment: 2, evidence: '01' })).toBe('ok')
    expect(run.apply('challenge', 203, { segment: 3, evidence: '01' })).toBe('ok')
    const nodes = run.state.lifecycles.get('microtask-nodes')
    expect(nodes?.get('n1')?.state).toMatchObject({ strikes: 1n, listedUntil: 0n })
    expect(run.balance('operator/n1/bound')).toBe(0n)
  })

  test('an aggregator that executed must earn its bonus and its pay again', () => {
    const run = new BatchRun()
    expect(run.apply('batchSubmit', 1, submission())).toBe('ok')
    for (const segment of [0, 1, 2, 3]) {
      expect(run.apply('commitPartial', 1, commit('n1', segment))).toBe('ok')
    }
    expect(run.apply('acceptAggregation', 1, { node: 'n1' })).toBe('ok')
    expect(run.apply('expireBatch', 7202)).toBe('ok')
    const node = run.state.lifecycles.get('microtask-nodes')?.get('n1')?.state
    const paid = run.gained('operator/n1/balance')
    expect(paid).toBeGreaterThan(0n)
    expect(node).toMatchObject({ strikes: 1n, failedPay: paid + 50_000n })
  })

  test('late at the expiry and at fault in a challenge is one batch too', () => {
    const run = new BatchRun({ watchlistAfter: 2 })
    expect(run.apply('batchSubmit', 1, submission())).toBe('ok')
    expect(run.apply('commitPartial', 1, commit('n1', 0))).toBe('ok')
    expect(run.apply('acceptSegments', 1, accepts('n1', 'b1'))).toBe('ok')
    expect(run.apply('expireBatch', 7202)).toBe('ok')
    expect(run.apply('challenge', 7202, { segment: 0, evidence: '01' })).toBe('ok')
    const node = run.state.lifecycles.get('microtask-nodes')?.get('n1')?.state
    expect(node).toMatchObject({ strikes: 1n, listedUntil: 0n })
  })
})

describe('what the caller gets', () => {
  test('challenges of several executors: never more than it spent', () => {
    const run = new BatchRun({ deductionMultiplier: '3' })
    expect(run.apply('batchSubmit', 1, submission())).toBe('ok')
    for (const [node, segment] of [
      ['n1', 0],
      ['n2', 1],
      ['n3', 2],
      ['n3', 3],
    ] as const) {
      expect(run.apply('commitPartial', 1, commit(node, segment))).toBe('ok')
    }
    expect(run.apply('acceptAggregation', 1, { node: 'agg' })).toBe('ok')
    expect(run.apply('finalizeBatch', 2, { aggregator: 'agg', proof: '00' })).toBe('ok')
    for (const segment of [0, 1, 2]) {
      expect(run.apply('challenge', 3, { segment, evidence: '01' })).toBe('ok')
    }
    expect(run.apply('challenge', 3, { segment: 3, evidence: '01' })).toBe('already-at-fault')
    expect(run.gained('caller/c1/balance')).toBe(0n)
  })

  test('expiry, then a challenge: what it spent and did not get back, once', () => {
    const run = new BatchRun()
    expect(run.apply('batchSubmit', 1, submission())).toBe('ok')
    expect(run.apply('commitPartial', 1, commit('n1', 0))).toBe('ok')
    for (const segment of [1, 2]) {
      expect(run.apply('acceptSegments', 1, accepts('n2', 'b1', segment))).toBe('ok')
    }
    expect(run.apply('expireBatch', 7202)).toBe('ok')
    // The late node loses 2 x 446,400; the caller gets the 297,600 that it paid.
    expect(run.apply('challenge', 7203, { segment: 0, evidence: '01' })).toBe('ok')
    // The failure's L is 297,600 + 20,000, of which 20,000 are still open.
    expect(run.gained('caller/c1/balance')).toBe(0n)
    expect(run.gained('operator/n2/free')).toBe(-892_800n)
    expect(run.balance('operator/n2/bound')).toBe(0n)
  })
})

describe('lapses', () => {
  test.each([
    // who commits, what n2 lost, what n2 has bound, what n3 has bound
    ['n3', 446_400n, 0n, 446_400n],
    ['n2', 446_400n, 446_400n, 0n],
  ])('a lapsed segment, committed by %s', (node, lost, boundOfLate, boundOfOther) => {
    const run = new BatchRun()
    expect(run.apply('batchSubmit', 1, submission())).toBe('ok')
    expect(run.apply('acceptSegments', 1, accepts('n2', 'b1', 0))).toBe('ok')
    expect(run.apply('commitPartial', 602, commit(node, 0))).toBe('ok')
    expect(run.balance('operator/n2/bound')).toBe(boundOfLate)
    expect(run.balance('operator/n3/bound')).toBe(boundOfOther)
    expect(run.gained('operator/n2/free')).toBe(-lost - boundOfLate)
    expect(run.gained('module/insurance') + run.balance('supply/burn') - 20_000n).toBe(lost)
    expect(run.gained(`operator/${node}/balance`)).toBe(NODE_PAY)
  })
})

test('a takeover costs the first aggregator its bond, and a batch', () => {
  const run = new BatchRun()
  expect(run.apply('batchSubmit', 1, submission())).toBe('ok')
  for (const segment of [0, 1, 2, 3]) {
    expect(run.apply('commitPartial', 1, commit('n1', segment))).toBe('ok')
  }
  expect(run.apply('acceptAggregation', 1, { node: 'agg' })).toBe('ok')
  expect(run.apply('acceptAggregation', 6402, { node: 'agg2' })).toBe('ok')
  expect(run.apply('finalizeBatch', 7201, { aggregator: 'agg2', proof: '00' })).toBe('ok')
  expect(run.gained('operator/agg/free')).toBe(-75_000n)
  expect(run.gained('module/insurance')).toBe(52_500n)
  expect(run.gained('operator/agg2/balance')).toBe(50_000n)
  const first = run.state.lifecycles.get('microtask-nodes')?.get('agg')?.state
  expect(first).toMatchObject({ strikes: 1n, failedPay: 50_000n })
})

test('the treasury gives its share of an epoch, whatever comes back in it', () => {
  const params = { aggregatorSource: 'treasury', aggregatorRate: '0.01' } as const
  const run = new BatchRun({ ...params, treasuryPerEpochMax: '0.0002' })
  // 0.0002 of 100,000,000 are 20,000: two bonuses of 10,000.
  fail(run, 'x')
  fail(run, 'y', { height: 202 })
  expect(run.apply('batchSubmit', 511, { ...submission(), work: 'z' })).toBe('treasury-short')
  expect(run.apply('batchSubmit', 512, { ...submission(), work: 'z' })).toBe('ok')
  expect(run.gained('module/treasury')).toBe(-10_000n)
})

describe('the fee index', () => {
  const reporters = ['r1', 'r2', 'r3', 'r4', 'r5']
  const report = (reporter: string, epoch: number, value: number) => {
    return { lifecycle: 'fee-index', work: 'fee-index', reporter, epoch, value }
  }

  test('codes, each before the next', () => {
    const run = new BatchRun({ indexReporters: reporters })
    const give = (height: number, fields: object) => run.apply('reportIndex', height, fields)
    expect(give(512, report('r1', 1, 1_000_000))).toBe('ok')
    expect(give(512, report('r9', 7, 0))).toBe('not-a-reporter')
    expect(give(512, report('r1', 0, 0))).toBe('wrong-epoch')
    expect(give(512, report('r1', 2, 0))).toBe('wrong-epoch')
    expect(give(1023, report('r1', 1, 0))).toBe('already-reported')
    expect(give(1023, report('r2', 1, 0))).toBe('value-not-positive')
    expect(give(1024, report('r1', 2, 1))).toBe('ok')
  })

  test.each([
    // last, reported, next
    [1_000_000, [], 1_000_000],
    [1_000_000, [9_000_000, 9_000_000], 1_000_000],
    [1_000_000, [1_000_001, 1_000_003, 1_000_002], 1_000_002],
    [1_000_000, [1_000_001, 1_000_004, 1_000_003, 1_000_002], 1_000_002],
    [1_000_000, [1, 9_000_000, 1_000_009, 1_000_008, 1], 1_000_008],
    [1_000_000, [1_125_000, 1_125_001, 1_125_002], 1_125_000],
    [1_000_000, [1, 1, 1], 875_000],
    [1_000_007, [1, 1, 1], 875_007],
    [250_001, [1, 1, 1], 250_000],
    [7_999_999, [9_000_000, 9_000_000, 9_000_000], 8_000_000],
  ])('after %i, %j: %i', (last, values, next) => {
    const reports = values.map((value, index) => ({ reporter: `r${index}`, value: BigInt(value) }))
    const state = { epoch: 3n, index: BigInt(last), reports }
    expect(feeIndexAt(state, 3n)).toBe(BigInt(last))
    expect(feeIndexAt(state, 4n)).toBe(BigInt(next))
    expect(feeIndexAt(state, 9n)).toBe(BigInt(next))
  })

  test('the least fee follows it, rounded up', () => {
    expect(feeIndexAt(undefined, 0n)).toBe(1_000_000n)
    const run = new BatchRun({ indexReporters: reporters })
    for (const reporter of ['r1', 'r2', 'r3']) {
      expect(run.apply('reportIndex', 1, report(reporter, 0, 1_100_001))).toBe('ok')
    }
    expect(run.apply('batchSubmit', 511, submission(9_999))).toBe('fee-below-minimum')
    expect(run.apply('batchSubmit', 511, submission(10_000))).toBe('ok')
    const next = { ...submission(11_000), work: 'b2' }
    expect(run.apply('batchSubmit', 512, next)).toBe('fee-below-minimum')
    expect(run.apply('batchSubmit', 512, { ...next, fee: '11001' })).toBe('ok')
  })
})
