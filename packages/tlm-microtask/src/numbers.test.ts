import { describe, expect, test } from 'vitest'
import { BatchRun, commit, submission } from './microtaskNetwork.fixture.js'

/** Submits, commits `segments` of them by n1, and ends as told. */
function runBatch(
  params: ConstructorParameters<typeof BatchRun>[0],
  end: 'done' | 'bad',
  { fee = 1_000_000, tasks = 100, segments = 4 } = {},
): BatchRun {
  const run = new BatchRun(params)
  const expectOk = (command: string, height: number, fields: object): void =>
    expect(run.apply(command, height, fields)).toBe('ok')
  expectOk('batchSubmit', 10, submission(fee, tasks))
  for (let segment = 0; segment < segments; segment++) {
    expectOk('commitPartial', 11, commit('n1', segment))
  }
  if (end === 'done') {
    expectOk('acceptAggregation', 12, { node: 'agg' })
    expectOk('finalizeBatch', 13, { aggregator: 'agg', proof: '00' })
  } else {
    expectOk('demandRows', 12, { party: 'c1', segment: 0 })
    expectOk('failUnrevealed', 213, { segment: 0 })
  }
  return run
}

/** Net changes: burned supply, caller, node, aggregator, insurance, treasury. */
function changesOf(run: BatchRun) {
  return {
    burned: run.balance('supply/burn'),
    caller: run.gained('caller/c1/balance'),
    nodes: run.gained('operator/n1/balance'),
    aggregator: run.gained('operator/agg/balance'),
    insurance: run.gained('module/insurance'),
    treasury: run.gained('module/treasury'),
    lost: -run.gained('operator/n1/free') - run.balance('operator/n1/bound'),
    escrow: run.balance('escrow/b1/locked'),
  }
}

const treasury = { aggregatorSource: 'treasury', aggregatorRate: '0.01' } as const

describe('the numbers of the specification, F = 1,000,000 and n = 100', () => {
  test('escrow, all done', () => {
    expect(changesOf(runBatch({}, 'done'))).toMatchObject({
      ...{ burned: 20_000n, nodes: 930_000n, aggregator: 50_000n, caller: -1_000_000n },
      ...{ insurance: 0n, treasury: 0n, escrow: 0n, lost: 0n },
    })
  })

  test('escrow, 64 done, bad', () => {
    const [unlocked, refund, deducted] = [595_200n, 384_800n, 892_800n]
    const [burned, pool, compensation] = [267_840n, 624_960n, 615_200n]
    expect(changesOf(runBatch({}, 'bad', { segments: 2 }))).toEqual({
      ...{ burned: 20_000n + burned, nodes: unlocked, lost: deducted, aggregator: 0n },
      ...{ caller: -1_000_000n + refund + compensation, insurance: pool - compensation },
      ...{ treasury: 0n, escrow: 0n },
    })
  })

  test('surcharge, all done', () => {
    expect(changesOf(runBatch({ aggregatorSource: 'surcharge' }, 'done'))).toMatchObject({
      ...{ burned: 20_000n, nodes: 980_000n, aggregator: 50_000n, caller: -1_050_000n },
    })
  })

  test('surcharge, 64 done, bad', () => {
    const run = runBatch({ aggregatorSource: 'surcharge' }, 'bad', { segments: 2 })
    expect(changesOf(run)).toEqual({
      ...{ burned: 20_000n + 282_240n, nodes: 627_200n, lost: 940_800n, aggregator: 0n },
      ...{ caller: -1_050_000n + 402_800n + 647_200n, insurance: 658_560n - 647_200n },
      ...{ treasury: 0n, escrow: 0n },
    })
  })

  test('treasury, all done', () => {
    expect(changesOf(runBatch(treasury, 'done'))).toMatchObject({
      ...{ burned: 20_000n, nodes: 980_000n, aggregator: 10_000n, caller: -1_000_000n },
      ...{ treasury: -10_000n, escrow: 0n },
    })
  })

  test('treasury, 64 done, bad', () => {
    expect(changesOf(runBatch(treasury, 'bad', { segments: 2 }))).toEqual({
      ...{ burned: 20_000n + 282_240n, nodes: 627_200n, lost: 940_800n, aggregator: 0n },
      ...{ caller: -1_000_000n + 352_800n + 647_200n, insurance: 658_560n - 647_200n },
      ...{ treasury: 0n, escrow: 0n },
    })
  })
})

test('F = 999,983 and n = 97: cumulative pay of segments of 32, 32, 32 and 1', () => {
  const paid = [1, 2, 3, 4].map((segments) => {
    const run = new BatchRun()
    run.apply('batchSubmit', 10, submission(999_983, 97))
    for (let segment = 0; segment < segments; segment++) {
      run.apply('commitPartial', 11, commit('n1', segment))
    }
    return run.gained('operator/n1/balance')
  })
  expect(paid).toEqual([306_798n, 613_597n, 920_396n, 929_984n])
  const run = runBatch({}, 'done', { fee: 999_983, tasks: 97 })
  expect(run.balance('supply/burn')).toBe(20_000n)
  expect(run.gained('operator/agg/balance')).toBe(49_999n)
})
