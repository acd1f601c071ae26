import { expect, test } from 'vitest'
import { RewardBench, WEEK } from './rewardNetwork.fixture.js'

const held = {
  'module/emission': 10n ** 24n,
  'module/treasury': 52_000n,
  'user/u/balance': 10n ** 24n,
}

/** Pays what the adaptor `a` earned in a week. */
function earned(bench: RewardBench, week: bigint): bigint {
  const before = bench.balance('adaptor/a/balance')
  const fields = { role: 'adaptor', claimant: 'a' }
  expect(bench.code('reward-weeks', week, 'claimReward', fields)).toBe('ok')
  return bench.balance('adaptor/a/balance') - before
}

test.each([
  // param, value, adaptor's part of the week it was changed in, and of the next
  ['adaptorRewardShare', '0.5', 100n, 250n],
  ['weeklyEmission', '100', 100n, 20n],
  // The least bound of a week's bills holds for all of them.
  ['rewardBound', '0.03', 60n, 60n],
  ['rewardBound', '0.06', 100n, 120n],
])('a week keeps the params of its first bill: %s', (key, value, now, next) => {
  const bench = new RewardBench({ held, changed: { [key]: value } })
  for (const week of [0n, 1n]) {
    bench.time = week * WEEK
    bench.settle({ adaptor: 'a', cu: 1n, gross: 5_000n })
    bench.settle({ adaptor: 'a', cu: 1n, gross: 5_000n })
  }
  bench.time = 2n * WEEK
  expect([earned(bench, 0n), earned(bench, 1n)]).toEqual([now, next])
  bench.finish()
})

test('rewards lapse as late as they would have when the week began', () => {
  const bench = new RewardBench({ held, changed: { rewardClaimWeeks: '1' } })
  bench.settle({ adaptor: 'a', cu: 1n, gross: 5_000n })
  bench.time = 4n * WEEK
  expect(earned(bench, 0n)).toBe(50n)
})

test('a year keeps the rate that it began with', () => {
  const bench = new RewardBench({ held, changed: { treasuryStreamRate: '0.5' } })
  bench.code('treasury-stream', '0', 'payWeek', { week: 0n })
  bench.time = WEEK
  bench.code('treasury-stream', '0', 'payWeek', { week: 1n })
  expect(bench.balance('module/governance')).toBe(200n)
  bench.time = 52n * WEEK
  bench.code('treasury-stream', '1', 'payWeek', { week: 0n })
  // Half of the 51,800 that are left, in 52 parts.
  expect(bench.balance('module/governance')).toBe(200n + 498n)
})
