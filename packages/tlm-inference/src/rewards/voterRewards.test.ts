import { compareBytes } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import type { WeightedVoter } from '../index.js'
import { heldAfter, RewardBench, WEEK } from './rewardNetwork.fixture.js'

const VOTERS = 'voter-rewards'

/** Largest remainder, ties by id, by itself: units go one by one to who is owed most. */
function shares(pot: bigint, voters: readonly WeightedVoter[]): ReadonlyMap<string, bigint> {
  const all = voters.reduce((sum, { weight }) => sum + weight, 0n)
  const given = new Map(voters.map(({ voter, weight }) => [voter, (pot * weight) / all]))
  let left = pot - [...given.values()].reduce((sum, part) => sum + part, 0n)
  const owed = voters.map(({ voter, weight }) => ({ voter, owed: (pot * weight) % all }))
  while (left > 0n) {
    const most = owed.reduce((best, each) => {
      if (each.owed !== best.owed) return each.owed > best.owed ? each : best
      return compareBytes(each.voter, best.voter) < 0 ? each : best
    })
    given.set(most.voter, (given.get(most.voter) ?? 0n) + 1n)
    most.owed = -1n
    left -= 1n
  }
  return given
}

describe('voter rewards', () => {
  test('sum to the pool, by largest remainder, for random pools and voters', () => {
    const seed = fuzzSeed()
    const dice = new Dice(seed)
    const runs = fuzzRuns(60)
    for (let run = 0; run < runs; run++) {
      const pot = run < 2 ? BigInt(run) : BigInt(dice.roll(1 << 30)) * 3n ** BigInt(dice.roll(40))
      const voters = dice.times(1 + dice.roll(12), (index) => ({
        voter: `v${index}`,
        weight: BigInt(dice.once(4) ? 0 : 1 + dice.roll(5)) * 10n ** BigInt(dice.roll(3)),
      }))
      const bench = new RewardBench({ held: { 'module/governance': pot }, voters: { '0': voters } })
      bench.settle({})
      bench.time = WEEK
      expect(bench.code(VOTERS, '0', 'payVoters')).toBe('ok')
      const result = bench.finish()
      const counted = voters.filter(({ weight }) => weight > 0n)
      const expected = counted.length === 0 ? new Map<string, bigint>() : shares(pot, counted)
      for (const { voter } of voters) {
        const held = heldAfter(result, `voter/${voter}/balance`)
        expect(held, `seed ${seed}, run ${run}, ${voter}`).toBe(expected.get(voter) ?? 0n)
      }
      expect(heldAfter(result, 'module/governance')).toBe(counted.length === 0 ? pot : 0n)
    }
    console.info(`voter rewards: ${runs} pools, seed ${seed}`)
  })

  test('as many voters as come share it', () => {
    const pot = 10n ** 24n + 7n
    const voters = Array.from({ length: 20_000 }, (_, index) => {
      return { voter: `v${index}`, weight: BigInt(1 + (index % 97)) }
    })
    const bench = new RewardBench({ held: { 'module/governance': pot }, voters: { '0': voters } })
    bench.settle({})
    bench.time = WEEK
    expect(bench.code(VOTERS, '0', 'payVoters')).toBe('ok')
    bench.finish()
    const paid = voters.map(({ voter }) => bench.balance(`voter/${voter}/balance`))
    expect(paid.reduce((sum, part) => sum + part, 0n)).toBe(pot)
    expect(paid.every((part) => part > 0n)).toBe(true)
  })

  test('without votes it carries over, to the next period that has some', () => {
    const voters = { '2': [{ voter: 'a', weight: 1n }] }
    const bench = new RewardBench({ held: { 'module/governance': 70n }, voters })
    bench.settle({})
    bench.time = 3n * WEEK
    expect(['0', '1', '2'].map((period) => bench.code(VOTERS, period, 'payVoters'))).toEqual([
      ...['ok', 'ok', 'ok'],
    ])
    expect(heldAfter(bench.finish(), 'voter/a/balance')).toBe(70n)
  })

  test('a period has what came in until it ended, however late it is paid', () => {
    const [a, b] = [[{ voter: 'a', weight: 1n }], [{ voter: 'b', weight: 9n }]]
    const held = { 'module/governance': 70n, 'user/u/balance': 10n ** 6n }
    const bench = new RewardBench({ held, voters: { '0': a, '1': b } })
    bench.settle({ gross: 1_000n })
    bench.time = WEEK
    bench.settle({ gross: 2_000n })
    bench.time = 2n * WEEK
    bench.settle({ gross: 4_000n })
    expect(bench.code(VOTERS, '0', 'payVoters')).toBe('ok')
    expect(bench.code(VOTERS, '1', 'payVoters')).toBe('ok')
    const result = bench.finish()
    expect(heldAfter(result, 'voter/a/balance')).toBe(120n)
    expect(heldAfter(result, 'voter/b/balance')).toBe(100n)
    expect(heldAfter(result, 'module/governance')).toBe(200n)
  })
})

test.each([
  // code, period, week in which it is sent
  ['unknown-period', 'x', 3n],
  ['unknown-period', '0', 3n],
  ['too-early', '1', 1n],
  ['too-early', '7', 3n],
  ['already-paid', '1', 3n],
  ['not-in-order', '3', 4n],
  ['ok', '2', 3n],
])('payVoters: %s', (code, period, week) => {
  const voters = { '1': [{ voter: 'a', weight: 1n }] }
  const bench = new RewardBench({ held: { 'module/governance': 70n }, voters })
  bench.time = WEEK
  bench.settle({})
  if (week > 1n) {
    bench.time = 2n * WEEK
    expect(bench.code(VOTERS, '1', 'payVoters')).toBe('ok')
  }
  bench.time = week * WEEK
  expect(bench.code(VOTERS, period, 'payVoters')).toBe(code)
})
