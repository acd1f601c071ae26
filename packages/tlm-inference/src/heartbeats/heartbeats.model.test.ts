import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { RewardBench, WEEK } from '../rewards/rewardNetwork.fixture.js'

const HOUR = 3_600n
const NODES = ['a', 'b'] as const
const COMMANDS = ['heartbeat', 'heartbeat', 'heartbeat', 'reportDowntime', 'retire'] as const

/** A node as plain rules have it: no works, no claims. */
interface PlainNode {
  free: bigint
  lastBeat: bigint | undefined
  base: bigint
  offences: number
  isRetired: boolean
  isSlashed: boolean
  /** Hours with a heartbeat, since time began. */
  readonly hours: Set<bigint>
  /** The last hour whose heartbeat it lost by retiring. */
  lostUntil: bigint
}

const RATES = [5n, 10n, 20n] as const

/** Carries out a command on the plain node; gives its code. */
function command(node: PlainNode, name: (typeof COMMANDS)[number], time: bigint): string {
  const isDown = !node.isRetired && node.lastBeat !== undefined && time - node.lastBeat > 72n * HOUR
  if (name !== 'heartbeat') {
    if (node.lastBeat === undefined) return 'unknown-node'
    if (node.isRetired) return 'retired'
  }
  if (name === 'reportDowntime') {
    if (!isDown) return 'not-down'
    if (node.isSlashed) return 'already-slashed'
  }
  if (isDown && !node.isSlashed) {
    const percent = RATES[Math.min(node.offences, 2)] ?? 0n
    const due = (node.base * percent + 99n) / 100n
    node.free -= due < node.free ? due : node.free
    node.offences += 1
    node.isSlashed = true
  }
  if (name === 'retire') {
    node.isRetired = true
    for (const hour of node.hours) {
      if ((hour * HOUR) / WEEK < time / WEEK) continue
      node.hours.delete(hour)
      node.lostUntil = hour
    }
  }
  if (name === 'heartbeat') {
    Object.assign(node, { lastBeat: time, base: node.free, isRetired: false, isSlashed: false })
    if (time / HOUR > node.lostUntil) node.hours.add(time / HOUR)
  }
  return 'ok'
}

function playRandomly(dice: Dice, seed: string): number {
  const stake = BigInt(1 + dice.roll(1_000_000))
  const plain = NODES.map((): PlainNode => {
    const none = { lastBeat: undefined, base: 0n, offences: 0, isRetired: false, isSlashed: false }
    return { free: stake, ...none, hours: new Set(), lostUntil: -1n }
  })
  const free = { 'operator/a/free': stake, 'operator/b/free': stake }
  const bench = new RewardBench({ held: { ...free, 'user/u/balance': 10n ** 9n } })
  const steps = [1n, 1_800n, HOUR, 20n * HOUR, 72n * HOUR, 72n * HOUR + 1n, WEEK, 6n * WEEK]
  for (let step = 0; step < 60; step++) {
    bench.time += dice.once(3) ? 0n : dice.pick(steps)
    const index = dice.roll(2)
    const [name, node] = [dice.pick(COMMANDS), plain[index]]
    if (node === undefined) continue
    if (dice.once(6)) bench.settle({ node: NODES[index] ?? 'a', cu: 1n, gross: 100n })
    const told = bench.code('heartbeats', NODES[index] ?? 'a', name)
    expect(told, `${seed}, step ${step}`).toBe(command(node, name, bench.time))
    expect(bench.balance(`operator/${NODES[index] ?? 'a'}/free`), seed).toBe(node.free)
  }
  const { state } = bench.finish()
  const kept = state.lifecycles.get('heartbeat-weeks') ?? new Map<string, never>()
  for (const [work, { state: beats }] of kept) {
    const [week = '', name = ''] = work.split('/')
    const hours = plain[name === 'a' ? 0 : 1]?.hours ?? new Set<bigint>()
    const seen = [...hours].filter((hour) => (hour * HOUR) / WEEK === BigInt(week)).length
    expect(beats, `${seed}, ${work}`).toMatchObject({ seen: BigInt(seen) })
  }
  // For each node this week, those it may still claim, and what a heartbeat has not forgotten yet.
  expect(kept.size, seed).toBeLessThanOrEqual(2 * 8)
  return plain.reduce((sum, { offences }) => sum + offences, 0)
}

test('random commands go as plain rules say', () => {
  const seed = fuzzSeed()
  const runs = fuzzRuns(100)
  let offences = 0
  for (let run = 0; run < runs; run++) {
    offences += playRandomly(new Dice(seed + run), `seed ${seed + run}`)
  }
  console.info(`heartbeats: ${runs} plays, ${offences} offences, first seed ${seed}`)
})
