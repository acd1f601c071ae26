import { describe, expect, test } from 'vitest'
import { microtaskParams } from './index.js'

const whole = 2n ** 32n

describe('what is refused', () => {
  test.each([
    // params, key
    [{ burnRate: '-0.01' }, 'burnRate'],
    [{ burnRate: '0.51' }, 'burnRate'],
    [{ aggregatorRate: '0.51' }, 'aggregatorRate'],
    [{ burnRate: '0.5', aggregatorRate: '0.5' }, 'aggregatorRate'],
    [{ aggregatorSource: 'caller' }, 'aggregatorSource'],
    [{ aggregatorSource: 'treasury' }, 'aggregatorRate'],
    [{ aggregatorSource: 'treasury', aggregatorRate: '0.0100001' }, 'aggregatorRate'],
    [{ treasuryPerEpochMax: '1.01' }, 'treasuryPerEpochMax'],
    [{ treasury: '' }, 'treasury'],
    [{ deductionMultiplier: '0.99', failureBurnRate: '0' }, 'deductionMultiplier'],
    [{ deductionMultiplier: '1', failureBurnRate: '0' }, 'deductionMultiplier'],
    [{ deductionMultiplier: '10.1' }, 'deductionMultiplier'],
    [{ deductionMultiplier: '1.4285' }, 'deductionMultiplier'],
    [{ failureBurnRate: '0.34' }, 'deductionMultiplier'],
    [{ failureBurnRate: '1', deductionMultiplier: '10' }, 'deductionMultiplier'],
    [{ failureBurnRate: '1.01' }, 'failureBurnRate'],
    [{ segmentSize: 0n }, 'segmentSize'],
    [{ segmentSize: 1025n }, 'segmentSize'],
    [{ acceptWindow: 0n }, 'acceptWindow'],
    [{ commitWindow: 0n }, 'commitWindow'],
    [{ revealWindow: 0n }, 'revealWindow'],
    [{ commitWindow: 6401n }, 'finalizeWindow'],
    [{ finalizeWindow: 6799n }, 'finalizeWindow'],
    [{ challengeWindow: 400n }, 'challengeWindow'],
    [{ watchlistAfter: 0n }, 'watchlistAfter'],
    [{ watchlistAfter: 101n }, 'watchlistAfter'],
    [{ watchlistEpochs: 0n }, 'watchlistEpochs'],
    [{ watchlistEpochs: 1001n }, 'watchlistEpochs'],
    [{ epochLengthBlocks: 0n }, 'epochLengthBlocks'],
    [{ feeMin: 0n }, 'feeMin'],
  ])('%o', (params, key) => {
    const parsed = microtaskParams.safeParse(params)
    const keys = parsed.error?.issues.map(({ path }) => path[0])
    expect(new Set(keys)).toEqual(new Set([key]))
  })
})

describe('what is accepted', () => {
  test.each([
    {},
    { burnRate: '0', aggregatorRate: '0' },
    { burnRate: '0.5', aggregatorRate: '0.4999999' },
    { aggregatorSource: 'surcharge' },
    { aggregatorSource: 'treasury', aggregatorRate: '0.01' },
    { deductionMultiplier: '1.000001', failureBurnRate: '0' },
    { deductionMultiplier: '10/7' },
    { deductionMultiplier: '10', failureBurnRate: '0.9' },
    { segmentSize: 1n },
    { segmentSize: 1024n },
    { finalizeWindow: 6800n },
    { challengeWindow: 401n },
    { watchlistAfter: 100n, watchlistEpochs: 1000n },
    { feeMin: whole, indexReporters: ['r1', 'r2'], paused: true },
  ])('%o', (params) => {
    const parsed = microtaskParams.parse(params)
    expect(microtaskParams.parse(parsed)).toEqual(parsed)
  })
})
