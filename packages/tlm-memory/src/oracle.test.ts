import { readFileSync } from 'node:fs'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { plainStakeBook, type OracleState, type StakeBook } from './index.js'
import { LeaseRun, reservation } from './memoryNetwork.fixture.js'
import {
  plainOracle,
  type PlainEpoch,
  type PlainEvent,
  type PlainRules,
} from './plainOracle.fixture.js'

interface Series {
  readonly name: string
  readonly rhoGenesis: number
  readonly rhoMin: number
  readonly rhoMax: string
  readonly target: readonly [number, number]
  readonly sigma: readonly [number, number]
  readonly events: readonly PlainEvent[]
  readonly epochs: readonly PlainEpoch[]
}

const path = new URL('../../../vectors/memory-oracle.json', import.meta.url)
const vector = JSON.parse(readFileSync(path, 'utf8')) as {
  readonly epochLengthBlocks: number
  readonly series: readonly Series[]
}

const MONEY = 10n ** 30n

/** Carries out a history; `each` comes before every event with its height. */
function replay(
  events: readonly PlainEvent[],
  rules: PlainRules,
  each: (run: LeaseRun, height: number) => void = () => undefined,
): LeaseRun {
  const stakes = new Map<string, bigint>()
  const plain = plainStakeBook('LA')
  const ownAndPool = (_context: unknown, node: string): { own: bigint; pool: bigint } => {
    return { own: (stakes.get(node) ?? 0n) / 2n, pool: ((stakes.get(node) ?? 0n) + 1n) / 2n }
  }
  const stake: StakeBook = { ...plain, ownAndPool }
  const { rhoGenesis, rhoMin, rhoMax, target, sigma, epochLengthBlocks } = rules
  const names = ['n1', 'n2', 'n3']
  const run = new LeaseRun({
    stake,
    opening: Object.fromEntries([
      ...['c1', 'c2', ...names].map((name) => [`caller/${name}/balance`, MONEY] as const),
      ...names.map((name) => [`operator/${name}/free`, MONEY] as const),
    ]),
    params: {
      ...{ rhoGenesis, rhoMin, rhoMax, epochLengthBlocks: BigInt(epochLengthBlocks) },
      ...{ target: `${target[0]}/${target[1]}`, sigma: `${sigma[0]}/${sigma[1]}` },
    },
  })
  for (const event of events) {
    each(run, event.height)
    expect(carryOut(run, event, stakes)).toBe('ok')
  }
  return run
}

function carryOut(run: LeaseRun, event: PlainEvent, stakes: Map<string, bigint>): string {
  const { height, node = '', kib = 0, stake = '0', lease = '', caller = '' } = event
  if (event.do === 'declare') {
    stakes.set(node, BigInt(stake))
    return run.node('declareCapacity', height, { kib: String(kib) }, node)
  }
  if (event.do === 'release') {
    const first = run.lease('release', height, { party: 'c1' }, lease)
    return first === 'ok' ? first : run.lease('release', height, { party: 'c2' }, lease)
  }
  const wish = { lease, caller, node, bytes: kib * 1024, maxBlocks: 100_000 }
  return run.lease('reserve', height, reservation(wish), lease)
}

/** Rho by epoch, out of the history that is kept. */
function rhosOf(run: LeaseRun, epochs: number): readonly string[] {
  const history = run.state.lifecycles.get('memory-rho') ?? new Map<string, never>()
  const rhos: string[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    const state = history.get(String(epoch))?.state as { readonly rho: bigint } | undefined
    rhos.push(state === undefined ? (rhos.at(-1) ?? '') : String(state.rho))
  }
  return rhos
}

const oracleOf = (run: LeaseRun) => run.work('memory-oracle', 'oracle') as OracleState

describe.for(vector.series)('20 epochs: $name', (series) => {
  const { epochLengthBlocks } = vector
  const rules: PlainRules = {
    ...series,
    ...{ rhoGenesis: BigInt(series.rhoGenesis), rhoMin: BigInt(series.rhoMin) },
    ...{ rhoMax: BigInt(series.rhoMax), epochLengthBlocks },
  }
  const rhos = series.epochs.map(({ rho }) => rho)
  const end = 20 * epochLengthBlocks - 1

  test('the plain model counts block by block to the same figures', () => {
    expect(plainOracle(series.events, rules, 20)).toEqual(series.epochs)
  })

  test('the oracle steps to the same rho, however long no command arrived', () => {
    const run = replay(series.events, rules)
    expect(run.stepRho(end)).toBe('ok')
    expect(rhosOf(run, 20)).toEqual(rhos)
    const { epoch, reserved, capacity, area, since } = oracleOf(run)
    expect(epoch).toBe(19n)
    expect(String(capacity)).toBe(series.epochs[19]?.capacity)
    const whole = area + reserved * (BigInt(end) + 1n - since)
    expect(String(whole)).toBe(series.epochs[19]?.reserved)
  })

  test('stepping at every epoch, and thrice in one, replays to the same rho', () => {
    let height = 0
    const run = replay(series.events, rules, (some, until) => {
      for (; height < until; height += 170) some.stepRho(height)
    })
    run.stepRho(end)
    expect(rhosOf(run, 20)).toEqual(rhos)
  })
})

test('random histories agree with the plain model', () => {
  const [runs, seed] = [fuzzRuns(40), fuzzSeed()]
  const dice = new Dice(seed)
  let [epochs, moves] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const rules = drawRules(dice)
    const events = drawEvents(dice)
    const count = 30
    const expected = plainOracle(events, rules, count).map(({ rho }) => rho)
    const real = replay(events, rules)
    real.stepRho(count * rules.epochLengthBlocks - 1)
    expect([seed, run, ...rhosOf(real, count)]).toEqual([seed, run, ...expected])
    epochs += count
    moves += new Set(expected).size - 1
  }
  console.info(`oracle: ${runs} histories, ${epochs} epochs, ${moves} values, seed ${seed}`)
})

test('a long rest costs little: steady epochs are not stepped one by one', () => {
  const rules: PlainRules = {
    ...{ rhoGenesis: 7n, rhoMin: 1n, rhoMax: 50n, target: [1, 2], sigma: [1, 1] },
    epochLengthBlocks: 512,
  }
  const events: PlainEvent[] = [
    { height: 0, do: 'declare', node: 'n1', kib: 10, stake: '1000000000' },
    { height: 600, do: 'reserve', node: 'n1', kib: 10, lease: 'l1', caller: 'c1' },
  ]
  const run = replay(events, rules)
  expect(run.stepRho(10n ** 11n)).toBe('ok')
  expect(oracleOf(run)).toMatchObject({ rho: 50n, epoch: 10n ** 11n / 512n, reserved: 10n })
})

function drawRules(dice: Dice): PlainRules {
  const rhoGenesis = BigInt(dice.pick([1, 7, 9, 100, 5000]))
  return {
    ...{ rhoGenesis, rhoMin: dice.once(2) ? 1n : (rhoGenesis + 1n) / 2n },
    rhoMax: dice.once(2) ? 2n ** 96n : rhoGenesis + 20n,
    target: dice.pick([
      [1, 2],
      [1, 20],
      [19, 20],
      [1, 3],
    ] as const),
    sigma: dice.pick([
      [1, 1],
      [1, 2],
      [3, 2],
    ] as const),
    epochLengthBlocks: 8,
  }
}

function drawEvents(dice: Dice): readonly PlainEvent[] {
  const events: PlainEvent[] = ['n1', 'n2', 'n3'].map((node) => declaration(dice, 0, node))
  const open: string[] = []
  let height = 0
  for (let count = 0; count < 25; count++) {
    height += dice.once(5) ? dice.roll(60) : dice.roll(8)
    const node = dice.pick(['n1', 'n2', 'n3'])
    if (dice.once(4)) events.push(declaration(dice, height, node))
    else if (dice.once(3) && open.length > 0) {
      const [lease] = open.splice(dice.roll(open.length), 1)
      if (lease !== undefined) events.push({ height, do: 'release', lease })
    } else {
      const caller = dice.once(5) ? node : dice.pick(['c1', 'c2'])
      const lease = `l${count}`
      if (caller !== node) open.push(lease)
      events.push({ height, do: 'reserve', lease, caller, node, kib: 1 + dice.roll(60) })
    }
  }
  return fitting(events.filter((event) => event.height < 239))
}

function declaration(dice: Dice, height: number, node: string): PlainEvent {
  const stake = String(dice.pick([0, 500, 3000, 100_000, 10 ** 9]))
  return { height, do: 'declare', node, kib: dice.roll(200), stake }
}

/** Leaves out what the node has no room for: leases over its capacity, and what releases them. */
function fitting(events: readonly PlainEvent[]): readonly PlainEvent[] {
  const room = new Map<string, number>()
  const leases = new Map<string, PlainEvent>()
  const used = (node: string): number =>
    [...leases.values()].reduce((sum, one) => sum + (one.node === node ? (one.kib ?? 0) : 0), 0)
  return events.filter((event) => {
    const { node = '', kib = 0, lease = '' } = event
    if (event.do === 'declare') room.set(node, kib)
    if (event.do === 'declare') return true
    if (event.do === 'release') return leases.delete(lease)
    if (used(node) + kib > (room.get(node) ?? 0)) return false
    leases.set(lease, event)
    return true
  })
}
