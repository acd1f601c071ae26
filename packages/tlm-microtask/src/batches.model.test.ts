import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { BatchLockstep, PLAIN_PARAMS } from './batchLockstep.fixture.js'
import {
  ROOT,
  type PlainBatches,
  type PlainCommand,
  type PlainParams,
} from './plainBatches.fixture.js'

const NODES = ['n1', 'n2', 'n3', 'n4'] as const
const WORKS = ['b1', 'b2', 'b3'] as const
/**
 * Runs that share a settlement, with names of their own: compiling a network is what takes time.
 */
const RUNS_TOGETHER = 10

const STAKES = { n1: 60_000n, n2: 20_000n, n3: 6_000n, n4: 800n }

function openingOf(runs: number): Readonly<Record<string, bigint>> {
  const opening: Record<string, bigint> = { 'module/treasury': 50_000n }
  for (let run = 0; run < runs; run++) {
    opening[`caller/${run}-c1/balance`] = 30_000n
    opening[`caller/${run}-c2/balance`] = 4_000n
    for (const node of NODES) opening[`operator/${run}-${node}/free`] = STAKES[node]
  }
  return opening
}

function randomParams(dice: Dice): PlainParams {
  const source = dice.pick(['escrow', 'surcharge', 'treasury'] as const)
  const burnPpm = dice.pick([0n, 20_000n, 123_456n, 500_000n])
  const rates = [0n, 10_000n, 50_000n, 333_333n]
  const most = source === 'treasury' ? burnPpm >> 1n : 999_999n - burnPpm
  return {
    ...PLAIN_PARAMS,
    ...{ source, burnPpm, aggregatorPpm: dice.pick(rates.filter((rate) => rate <= most)) },
    treasuryCapPpm: dice.pick([1_000n, 10_000n, 1_000_000n]),
    multiplierPpm: dice.pick([1_500_000n, 1_428_572n, 2_718_281n, 10_000_000n]),
    failureBurnPpm: dice.pick([0n, 1n, 300_000n]),
    segmentSize: dice.pick([1n, 3n, 4n]),
    watchlistAfter: dice.pick([1n, 2n, 3n]),
  }
}

const KINDS: readonly (readonly [command: string, weight: number])[] = [
  ['batchSubmit', 5],
  ['acceptSegments', 8],
  ['commitPartial', 24],
  ['acceptAggregation', 6],
  ['finalizeBatch', 8],
  ['demandRows', 8],
  ['revealRows', 6],
  ['failUnrevealed', 6],
  ['challenge', 8],
  ['expireBatch', 3],
  ['releaseBonds', 3],
]
const DRAWN = KINDS.flatMap(([command, weight]) => Array.from({ length: weight }, () => command))

/** Who draws: a source of choices, and what the names of this run begin with. */
interface Draw {
  readonly dice: Dice
  readonly prefix: string
}

/** A command with fields as chance has them: most could be carried out some time. */
function randomCommand({ dice, prefix }: Draw, height: bigint): PlainCommand {
  const command = dice.pick(DRAWN)
  const base = { command, work: prefix + dice.pick(WORKS), height }
  const node = prefix + dice.pick(NODES)
  const segment = BigInt(dice.roll(4))
  switch (command) {
    case 'batchSubmit': {
      const fee = BigInt(dice.pick([40, 50, 77, 999, 1_000, 5_003]))
      const tasks = BigInt(dice.pick([0, 1, 2, 3, 5, 8, 60, 2 ** 32 - 1, 2 ** 32]))
      const caller = prefix + dice.pick(['c1', 'c1', 'c2'])
      const tasksRoot = dice.pick([ROOT, ROOT, ROOT, '00'])
      return { ...base, caller, fee, tasks, tasksRoot, filters: '' }
    }
    case 'acceptSegments': {
      const segments = dice.times(dice.pick([0, 1, 1, 2, 3]), () => BigInt(dice.roll(4)))
      return { ...base, node, segments: segments.map((one) => ({ segment: one })) }
    }
    case 'commitPartial':
      return { ...base, node, segment, traceRoot: 'aa' }
    case 'acceptAggregation':
      return { ...base, node }
    case 'finalizeBatch': {
      const proof = dice.pick(['00', '00', '00', '01', '0100', '010201', '01ff', 'ff', ''])
      return { ...base, aggregator: node, proof }
    }
    case 'demandRows':
      return { ...base, party: prefix + dice.pick(['c1', 'c1', ...NODES]), segment }
    case 'revealRows':
      return { ...base, segment, rows: dice.pick(['00', '00', '01', 'ff']) }
    case 'failUnrevealed':
      return { ...base, segment }
    case 'challenge':
      return { ...base, segment, evidence: dice.pick(['01', '01', '00']) }
    default:
      return base
  }
}

/** A command that brings its batch on, as those who work on it would give it. */
function likelyCommand({ dice, prefix }: Draw, plain: PlainBatches, height: bigint): PlainCommand {
  const work = prefix + dice.pick(WORKS)
  const batch = plain.batches.get(work)
  const node = prefix + dice.pick(NODES)
  const base = { work, height }
  if (batch === undefined) {
    const fee = BigInt(dice.pick([999, 1_000, 5_003]))
    const given = { caller: `${prefix}c1`, tasksRoot: ROOT, filters: '' }
    return { ...base, ...given, command: 'batchSubmit', fee, tasks: BigInt(1 + dice.roll(10)) }
  }
  const segment = BigInt(dice.roll(Number(batch.count)))
  if (batch.status !== 'open') return likelyAfter(dice, { ...base, segment })
  const missing = Array.from({ length: Number(batch.count) }, (_, index) => BigInt(index)).filter(
    (index) => (batch.segments.get(index)?.node ?? '') === '',
  )
  const wanted = missing[dice.roll(Math.max(1, missing.length))]
  if (batch.aggregator === '' && dice.once(4)) {
    return { ...base, command: 'acceptAggregation', node }
  }
  if (wanted !== undefined) {
    if (height > batch.at + 40n) return { ...base, command: 'expireBatch' }
    const acceptor = batch.segments.get(wanted)?.acceptor ?? ''
    const isNew = acceptor === ''
    const segments = [{ segment: wanted }]
    if (isNew && dice.once(3)) return { ...base, command: 'acceptSegments', node, segments }
    const doer = isNew || dice.once(2) ? node : acceptor
    return { ...base, command: 'commitPartial', node: doer, segment: wanted, traceRoot: 'aa' }
  }
  if (batch.aggregator === '' || dice.once(6))
    return { ...base, command: 'acceptAggregation', node }
  if (dice.once(3)) return likelyAfter(dice, { ...base, segment, party: batch.aggregator })
  const { aggregator } = batch
  return { ...base, command: 'finalizeBatch', aggregator, proof: dice.pick(['00', '00', '0100']) }
}

interface After {
  readonly work: string
  readonly height: bigint
  readonly segment: bigint
  readonly party?: string
}

function likelyAfter(dice: Dice, { work, height, segment, party }: After): PlainCommand {
  const base = { work, height, segment }
  const caller = `${work.slice(0, -2)}c1`
  switch (dice.roll(5)) {
    case 0:
      return { ...base, command: 'challenge', evidence: '01' }
    case 1:
      return { ...base, command: 'demandRows', party: party ?? caller }
    case 2:
      return { ...base, command: 'failUnrevealed' }
    case 3:
      return { ...base, command: 'revealRows', rows: dice.pick(['00', '01']) }
    default:
      return { work, height, command: dice.pick(['expireBatch', 'releaseBonds']) }
  }
}

/** Gives commands to both, some of them earlier ones again, some of them lower than the last. */
function runCommands(lockstep: BatchLockstep, draw: Draw, count: number): readonly string[] {
  const { dice } = draw
  const earlier: PlainCommand[] = []
  const met: string[] = []
  let { height } = lockstep.plain
  for (let turn = 0; turn < count; turn++) {
    height += BigInt(dice.pick([0, 0, 0, 0, 0, 1, 1, 2, dice.pick([0, 0, 0, 5, 13, 21])]))
    const at = height > 0n && dice.once(25) ? height - 1n : height
    const fresh = dice.once(3) ? randomCommand(draw, at) : likelyCommand(draw, lockstep.plain, at)
    const again = earlier.length > 0 && dice.once(12)
    const command = again ? { ...dice.pick(earlier), height: at } : fresh
    earlier.push(command)
    const code = lockstep.apply(command)
    met.push(code === 'ok' ? command.command : code)
  }
  return met
}

test('the lifecycle does what a plain model of the specification does, command by command', () => {
  const runs = fuzzRuns(100)
  const length = runs >= 1000 ? 100 : 60
  const seed = fuzzSeed()
  const codes = new Map<string, number>()
  for (let from = 0; from < runs; from += RUNS_TOGETHER) {
    const dice = new Dice(seed + from)
    const lockstep = new BatchLockstep(randomParams(dice), openingOf(RUNS_TOGETHER))
    try {
      for (let run = 0; run < RUNS_TOGETHER; run++) {
        for (const code of runCommands(lockstep, { dice, prefix: `${run}-` }, length)) {
          codes.set(code, (codes.get(code) ?? 0) + 1)
        }
      }
      lockstep.finish()
    } catch (error) {
      throw new Error(`Seed ${seed}, run ${from}`, { cause: error })
    }
  }
  const met = [...codes].map(([code, count]) => `${code} ${count}`).join(', ')
  console.info(`model of batches: ${runs} runs of ${length}, seed ${seed}: ${met}`)
  expect(codes.size).toBeGreaterThan(35)
})
