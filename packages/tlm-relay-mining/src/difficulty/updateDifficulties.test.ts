import { describe, expect, test } from 'vitest'
import { BASE_TARGET } from './BASE_TARGET.js'
import type { DifficultyEntry } from './Difficulty.js'
import { difficultyAt } from './difficultyAt.js'
import { updateDifficulties, type SettledRelays } from './updateDifficulties.js'
import type { ServiceDifficulty } from './updateDifficulty.js'

const params = { targetNumRelays: 100_000n, grid: { blocksPerSession: 10n } }

function settle(
  settled: readonly SettledRelays[],
  difficulties: ReadonlyMap<string, ServiceDifficulty>,
  height: bigint,
) {
  return updateDifficulties({ settled, difficulties, height, ...params })
}

describe('a first update', () => {
  const [update] = settle([{ service: 'svc', relays: 200_000n }], new Map(), 20n)
  const targetHash = `7${'f'.repeat(63)}`

  test('counts the settled relays as the average before', () => {
    expect(update?.previous).toEqual({ targetHash, relaysEma: 200_000n })
    expect(update?.current).toEqual({ targetHash, relaysEma: 200_000n, effectiveHeight: 21n })
  })

  test('puts the previous difficulty in the history at the height of the settlement', () => {
    expect(update?.history.map((entry) => entry.effectiveHeight)).toEqual([20n, 21n])
  })
})

describe('later updates', () => {
  const before: DifficultyEntry = {
    targetHash: BASE_TARGET,
    relaysEma: 100_000n,
    effectiveHeight: 11n,
  }

  test('an empty history first gets the previous difficulty', () => {
    const difficulties = new Map([['svc', { current: before, history: [] }]])
    const [update] = settle([{ service: 'svc', relays: 100n }], difficulties, 25n)
    expect(update?.history).toEqual([
      { ...before, effectiveHeight: 25n },
      { targetHash: BASE_TARGET, relaysEma: 90_009n, effectiveHeight: 31n },
    ])
  })

  test('the relays of all claims of a service are summed', () => {
    const rows = [
      { service: 'b', relays: 5n },
      { service: 'a', relays: 30n },
      { service: 'b', relays: 6n },
    ]
    const updates = settle(rows, new Map(), 1n)
    expect(updates.map(({ service, current }) => [service, current.relaysEma])).toEqual([
      ['a', 30n],
      ['b', 11n],
    ])
  })

  test('a second update in the same session replaces the first', () => {
    const difficulties = new Map([['svc', { current: before, history: [before] }]])
    const [first] = settle([{ service: 'svc', relays: 100n }], difficulties, 25n)
    const [second] = settle([{ service: 'svc', relays: 100n }], mapOf(first), 26n)
    expect(second?.previous.relaysEma).toBe(90_009n)
    expect(second?.history.map((entry) => entry.effectiveHeight)).toEqual([11n, 31n])
    expect(second?.current.relaysEma).toBeLessThan(90_009n)
  })
})

test('three rounds move averages and targets as they should', () => {
  let state = new Map<string, ServiceDifficulty>()
  const rounds = [
    { svc1: 1000n },
    { svc1: 10_000_000_000n, svc2: 100_000n },
    { svc1: 1_000_000_000_000n, svc2: 100n, svc3: 10_000_000_000n },
  ].map((round, index) => {
    const rows = Object.entries(round).map(([service, relays]) => ({ service, relays }))
    const updates = settle(rows, state, BigInt(10 * index + 5))
    state = new Map([...state, ...updates.map((update) => [update.service, update] as const)])
    return new Map(updates.map(({ service, current }) => [service, current]))
  })
  const svc1 = rounds.map((round) => round.get('svc1'))
  expect(svc1.map((entry) => entry?.relaysEma)).toEqual([1000n, 1_000_000_900n, 100_900_000_810n])
  const targets = svc1.map((entry) => entry?.targetHash ?? '')
  expect(targets).toEqual(targets.toSorted((a, b) => (a < b ? 1 : -1)))
  expect(new Set(targets).size).toBe(3)
  expect(rounds[2]?.get('svc2')).toMatchObject({ relaysEma: 90_009n, targetHash: BASE_TARGET })
  expect(rounds[2]?.get('svc3')?.relaysEma).toBe(10_000_000_000n)
})

test('difficultyAt takes the latest entry up to the height', () => {
  const history = [
    { targetHash: 'b', relaysEma: 2n, effectiveHeight: 21n },
    { targetHash: 'a', relaysEma: 1n, effectiveHeight: 11n },
  ]
  const targets = [10n, 11n, 20n, 21n, 99n].map((height) => difficultyAt(history, height))
  expect(targets).toEqual([BASE_TARGET, 'a', 'a', 'b', 'b'])
})

function mapOf(update: (ServiceDifficulty & { service: string }) | undefined) {
  return new Map(update === undefined ? [] : [[update.service, update]])
}
