import { describe, expect, test } from 'vitest'
import { heldAfter, RewardBench, WEEK } from '../rewards/rewardNetwork.fixture.js'
import { checkHeartbeatParams, heartbeatParams, slashParams } from '../index.js'

const HOUR = 3_600n
/** A silence that is no offence yet. */
const SILENCE = 72n * HOUR
const STAKE = 1_000_000n

function benchOf(stake = STAKE): RewardBench {
  return new RewardBench({ held: { 'operator/n/free': stake } })
}

/** Sends one command after so many seconds, and the next. Gives the codes. */
function play(
  bench: RewardBench,
  steps: readonly (readonly [after: bigint, command: string])[],
): readonly string[] {
  return steps.map(([after, command]) => {
    bench.time += after
    return bench.code('heartbeats', 'n', command)
  })
}

const burned = (bench: RewardBench): bigint => bench.finish().receipt.supply['DGAI']?.burned ?? 0n

describe('downtime', () => {
  test.each([
    // case, steps, codes, burned
    ['exactly 72 h', [[SILENCE, 'reportDowntime']], ['not-down'], 0n],
    ['a second more', [[SILENCE + 1n, 'reportDowntime']], ['ok'], 50_000n],
    [
      'once for a silence that goes on',
      [
        [SILENCE + 1n, 'reportDowntime'],
        [10n * WEEK, 'reportDowntime'],
      ],
      ['ok', 'already-slashed'],
      50_000n,
    ],
    ['reported by nobody: paid on return', [[SILENCE + 1n, 'heartbeat']], ['ok'], 50_000n],
    ['reported by nobody: paid on leaving', [[SILENCE + 1n, 'retire']], ['ok'], 50_000n],
    [
      'reported, and then back',
      [
        [SILENCE + 1n, 'reportDowntime'],
        [1n, 'heartbeat'],
        [SILENCE, 'reportDowntime'],
      ],
      ['ok', 'ok', 'not-down'],
      50_000n,
    ],
    [
      'gone for good',
      [
        [HOUR, 'retire'],
        [WEEK, 'reportDowntime'],
      ],
      ['ok', 'retired'],
      0n,
    ],
    [
      'gone, and back after long',
      [
        [HOUR, 'retire'],
        [WEEK, 'heartbeat'],
        [SILENCE, 'reportDowntime'],
      ],
      ['ok', 'ok', 'not-down'],
      0n,
    ],
  ] as const)('%s', (_, steps, codes, loss) => {
    const bench = benchOf()
    expect(play(bench, [[0n, 'heartbeat']])).toEqual(['ok'])
    expect(play(bench, steps)).toEqual(codes)
    expect(burned(bench)).toBe(loss)
  })

  test('costs 5, 10, then 20 percent of what the node had at its last heartbeat', () => {
    const bench = benchOf()
    play(bench, [[0n, 'heartbeat']])
    let stake = STAKE
    for (const percent of [5n, 10n, 20n, 20n]) {
      const codes = play(bench, [
        [SILENCE + 1n, 'reportDowntime'],
        [0n, 'heartbeat'],
      ])
      expect(codes).toEqual(['ok', 'ok'])
      stake -= (stake * percent) / 100n
      expect(bench.balance('operator/n/free')).toBe(stake)
    }
    bench.finish()
  })

  test('counts one by one whether it is reported or not', () => {
    const bench = benchOf()
    play(bench, [
      [0n, 'heartbeat'],
      [SILENCE + 1n, 'heartbeat'],
      [SILENCE + 1n, 'reportDowntime'],
      [1n, 'retire'],
      [1n, 'heartbeat'],
      [SILENCE + 1n, 'retire'],
    ])
    expect(burned(bench)).toBe(50_000n + 95_000n + 171_000n)
  })

  test('who has nothing loses nothing, and does not owe it', () => {
    const bench = benchOf(0n)
    expect(
      play(bench, [
        [0n, 'heartbeat'],
        [WEEK, 'reportDowntime'],
      ]),
    ).toEqual(['ok', 'ok'])
    expect(burned(bench)).toBe(0n)
  })
})

test.each([
  // code, command, steps before it
  ['unknown-node', 'reportDowntime', []],
  ['retired', 'reportDowntime', ['heartbeat', 'retire']],
  ['not-down', 'reportDowntime', ['heartbeat']],
  ['unknown-node', 'retire', []],
  ['retired', 'retire', ['heartbeat', 'retire']],
  ['ok', 'heartbeat', ['heartbeat', 'retire']],
  ['ok', 'retire', ['heartbeat']],
] as const)('%s: %s', (code, command, before) => {
  const bench = benchOf()
  play(
    bench,
    before.map((each) => [0n, each] as const),
  )
  // Who never started cannot be down, however long it is silent.
  if (before.length === 0) bench.time = 10n * WEEK
  expect(bench.code('heartbeats', 'n', command)).toBe(code)
})

test('one heartbeat an hour counts, and a command without a time is refused', () => {
  const bench = new RewardBench({
    held: { 'module/emission': 10n ** 9n, 'user/u/balance': 10n ** 9n },
  })
  bench.settle({ cu: 1n, gross: 210_000n })
  const seconds = [0n, 3_599n, 3_600n, 3_600n, 7_199n, 604_799n]
  for (const second of seconds) {
    bench.time = second
    expect(bench.code('heartbeats', 'n', 'heartbeat')).toBe('ok')
  }
  bench.time = WEEK
  const before = bench.balance('operator/n/balance')
  bench.code('reward-weeks', '0', 'claimReward', { role: 'node', claimant: 'n' })
  // 8,400 for nodes, of which 3 of 168 hours are earned.
  expect(heldAfter(bench.finish(), 'operator/n/balance') - before).toBe(150n)
  const untimed = { lifecycle: 'heartbeats', work: 'n', command: 'heartbeat', height: 9 }
  expect(new RewardBench().apply(untimed)).toMatchObject({ code: 'time-missing' })
})

test.each([
  // interval, hours, key that is wrong
  [3_600, 72, undefined],
  [129_600, 72, undefined],
  [129_601, 72, 'heartbeatInterval'],
  [0, 72, 'heartbeatInterval'],
])('an interval of %s s with %s h: %s', (heartbeatInterval, downtimeHours, key) => {
  const schema = heartbeatParams.extend(slashParams.shape).superRefine(checkHeartbeatParams)
  const checked = schema.safeParse({ heartbeatInterval, downtimeHours })
  expect(checked.error?.issues[0]?.path[0]).toBe(key)
})
