import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { heldAfter, RewardBench, WEEK } from './rewardNetwork.fixture.js'

const STREAM = 'treasury-stream'

/** Base units of the governance pool after each week that was paid. */
function weekly(bench: RewardBench): readonly bigint[] {
  const entries = bench.finish().blocks.flatMap(({ entries: all }) => all)
  return entries.flatMap(({ events }) =>
    events.flatMap(({ event, fields }) =>
      event === 'treasury-streamed' ? [BigInt(String(fields['streamed']))] : [],
    ),
  )
}

function streamed(treasury: bigint): readonly bigint[] {
  const bench = new RewardBench({ held: { 'module/treasury': treasury } })
  for (let week = 0n; week < 52n; week++) {
    bench.time = week * WEEK
    expect(bench.code(STREAM, '0', 'payWeek', { week })).toBe('ok')
  }
  return weekly(bench)
}

const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n)

describe('the treasury stream', () => {
  test.each([
    // treasury, week, last week
    [0n, 0n, 0n],
    [1n, 0n, 0n],
    [519n, 0n, 51n],
    [520n, 1n, 1n],
    [5_200n, 10n, 10n],
    [5_719n, 10n, 61n],
    [10n ** 27n, 1_923_076_923_076_923_076_923_076n, 1_923_076_923_076_923_076_923_124n],
  ])('of %s pays %s a week and %s in the last', (treasury, week, last) => {
    const parts = streamed(treasury)
    expect(parts).toEqual([...Array.from({ length: 51 }, () => week), last])
    expect(sum(parts)).toBe(treasury / 10n)
  })

  test('sums to a tenth, rounded down, for random balances', () => {
    const seed = fuzzSeed()
    const dice = new Dice(seed)
    const runs = fuzzRuns(60)
    for (let run = 0; run < runs; run++) {
      const treasury = BigInt(dice.roll(1 << 30)) * 7n ** BigInt(dice.roll(30))
      expect(sum(streamed(treasury)), `seed ${seed}, treasury ${treasury}`).toBe(treasury / 10n)
    }
    console.info(`treasury stream: ${runs} balances, seed ${seed}`)
  })

  test('does not compound: what comes in during a year counts from the next', () => {
    const bench = new RewardBench({
      held: { 'module/treasury': 52_000n, 'user/u/balance': 10n ** 9n },
    })
    bench.settle({ gross: 1_000_000n })
    expect(bench.code(STREAM, '0', 'payWeek', { week: 0n })).toBe('ok')
    bench.time = 52n * WEEK
    expect(bench.code(STREAM, '1', 'payWeek', { week: 0n })).toBe('ok')
    // 5 % of a million came in after the opening of year 0: it holds 101,900 at that of year 1.
    expect(weekly(bench)).toEqual([100n, 195n])
  })

  test('the year is what the treasury held at its first command, however late it is paid', () => {
    const bench = new RewardBench({
      held: { 'module/treasury': 52_000n, 'user/u/balance': 10n ** 9n },
    })
    bench.settle({ gross: 1_000_000n })
    bench.time = 60n * WEEK
    for (let week = 0n; week < 52n; week++) {
      expect(bench.code(STREAM, '0', 'payWeek', { week })).toBe('ok')
    }
    expect(sum(weekly(bench))).toBe(5_200n)
  })

  test('a week that the treasury cannot pay in full pays what is there', () => {
    const bench = new RewardBench({
      held: { 'module/treasury': 5_230n },
      params: { treasuryStreamRate: '1' },
    })
    bench.settle({})
    bench.time = 52n * WEEK
    bench.settle({})
    // Both years opened with 5,230; the first leaves nothing.
    for (const year of ['0', '1']) {
      for (let week = 0n; week < (year === '0' ? 51n : 1n); week++) {
        expect(bench.code(STREAM, year, 'payWeek', { week })).toBe('ok')
      }
    }
    expect(bench.code(STREAM, '0', 'payWeek', { week: 51n })).toBe('ok')
    expect(weekly(bench)).toEqual([...Array.from({ length: 52 }, () => 100n), 30n])
  })
})

test.each([
  // code, year, week, when in weeks
  ['unknown-year', 'x', 0n, 0n],
  ['unknown-year', '00', 0n, 0n],
  ['unknown-year', '1', 99n, 0n],
  ['unknown-year', '0', 0n, 53n],
  ['unknown-week', '0', 52n, 0n],
  ['too-early', '0', 7n, 6n],
  ['already-paid', '0', 0n, 5n],
  ['not-in-order', '0', 2n, 5n],
  ['ok', '0', 1n, 1n],
])('payWeek: %s', (code, year, week, when) => {
  const bench = new RewardBench({ held: { 'module/treasury': 52_000n } })
  if (when < 52n) bench.code(STREAM, '0', 'payWeek', { week: 0n })
  bench.time = when * WEEK
  expect(bench.code(STREAM, year, 'payWeek', { week })).toBe(code)
  expect(heldAfter(bench.finish(), 'module/governance')).toBe(
    (when < 52n ? 100n : 0n) + (code === 'ok' ? 100n : 0n),
  )
})
