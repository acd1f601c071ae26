import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { BatchLockstep, PLAIN_PARAMS } from './batchLockstep.fixture.js'
import { ROOT, type PlainParams } from './plainBatches.fixture.js'

const SOURCES = ['escrow', 'surcharge', 'treasury'] as const
const NODES = ['n1', 'n2', 'n3'] as const
/** Batches that share a settlement: compiling a network is what takes time. */
const BATCHES_TOGETHER = 50

const RICH = 10n ** 24n
const OPENING = {
  ...{ 'caller/c/balance': RICH, 'module/treasury': RICH },
  ...{ 'operator/n1/free': RICH, 'operator/n2/free': RICH, 'operator/n3/free': RICH },
  ...{ 'operator/agg/free': RICH, 'operator/agg2/free': RICH },
}

/** Parameters with windows as the specification has them by default. */
function randomParams(dice: Dice, source: PlainParams['source']): PlainParams {
  const burnPpm = BigInt(dice.pick([0, 1, 20_000, 77_777, 500_000]))
  // What burn and bonus leave of a fee of 1,000 a task is a unit a task or more.
  const most = source === 'treasury' ? burnPpm >> 1n : 499_000n
  const aggregatorPpm = BigInt(dice.roll(Number(most) + 1))
  const failureBurnPpm = BigInt(dice.pick([0, 1, 300_000, dice.roll(800_000)]))
  const floor = (PPM * PPM) / (PPM - failureBurnPpm) + 1n
  return {
    ...PLAIN_PARAMS,
    ...{ source, burnPpm, aggregatorPpm, failureBurnPpm, treasuryCapPpm: PPM },
    multiplierPpm: dice.pick([floor, floor + BigInt(dice.roll(4_000_000)), 10n * PPM]),
    segmentSize: BigInt(dice.pick([1, 2, 3, 7, 32])),
    ...{ watchlistAfter: 100n, feeMin: 1n, epochLength: 1n },
  }
}

const PPM = 1_000_000n

type Ending = 'finalized' | 'failed' | 'expired'

/** Runs one batch to its end and beyond; gives where it went. */
// long: one batch from its submission to the release, step by step
function runBatch(lockstep: BatchLockstep, dice: Dice, work: string): Ending {
  const { plain } = lockstep
  const { acceptWindow, commitWindow, finalizeWindow, revealWindow } = plain.params
  const at = plain.height + 1n
  const give = (command: string, after: bigint, fields: object): string =>
    lockstep.apply({ command, work, height: at + after, ...fields })
  const tasks = BigInt(1 + dice.roll(dice.pick([3, 9, 30])))
  const fee = tasks * 1_000n + BigInt(dice.roll(dice.pick([2, 1_000, 2 ** 31])))
  give('batchSubmit', 0n, { caller: 'c', fee, tasks, tasksRoot: ROOT, filters: '' })
  const batch = plain.batches.get(work)
  if (batch === undefined) throw new Error(`Not submitted:\n${lockstep.log.split('\n').at(-1)}`)
  const order = Array.from({ length: Number(batch.count) }, (_, index) => BigInt(index))
  order.sort(() => dice.roll(3) - 1)
  const missing = dice.once(3) ? dice.roll(order.length + 1) : 0
  for (const [index, segment] of order.entries()) {
    const node = dice.pick(NODES)
    if (dice.once(4)) give('acceptSegments', BigInt(index % 3), { node, segments: [{ segment }] })
  }
  if (dice.once(2)) give('acceptAggregation', 3n, { node: 'agg' })
  const late = dice.once(3) ? acceptWindow + 3n : 3n
  for (const segment of order.slice(missing)) {
    const doer = batch.segments.get(segment)?.acceptor ?? ''
    const node = doer === '' || (late > 3n && dice.once(2)) ? dice.pick(NODES) : doer
    give('commitPartial', late, { node, segment, traceRoot: 'aa' })
  }
  if (dice.once(5)) {
    give('acceptAggregation', commitWindow + 2n * revealWindow + 1n, { node: 'agg2' })
  }
  const now = commitWindow + 3n * revealWindow
  give('acceptAggregation', now - revealWindow, { node: 'agg' })
  const segment = BigInt(dice.roll(order.length))
  if (dice.once(4)) {
    const demandAt = now - revealWindow
    give('demandRows', demandAt, { party: 'c', segment })
    give('failUnrevealed', demandAt + revealWindow + 1n, { segment })
  }
  const proof = dice.pick(['00', '00', `01${segment.toString(16).padStart(2, '0')}`])
  give('finalizeBatch', now + 2n, {
    aggregator: batch.aggregator === '' ? 'agg' : batch.aggregator,
    proof,
  })
  give('expireBatch', finalizeWindow + 1n, {})
  const ending = batch.status as Ending
  for (const each of order) {
    if (dice.once(4)) give('challenge', finalizeWindow + 2n, { segment: each, evidence: '01' })
  }
  give('releaseBonds', finalizeWindow + plain.params.challengeWindow + 1n, {})
  return ending
}

test.each(SOURCES)('%s: whatever happens to a batch, what it held goes somewhere', (source) => {
  const batches = fuzzRuns(1000)
  const seed = fuzzSeed()
  const endings = { finalized: 0, failed: 0, expired: 0 }
  for (let from = 0; from < batches; from += BATCHES_TOGETHER) {
    const dice = new Dice(seed + from)
    const lockstep = new BatchLockstep(randomParams(dice, source), OPENING)
    for (let index = 0; index < BATCHES_TOGETHER; index++) {
      const work = `b${index}`
      const before = new Map(lockstep.balances)
      const gained = (account: string): bigint =>
        (lockstep.balances.get(account) ?? 0n) - (before.get(account) ?? 0n)
      endings[runBatch(lockstep, dice, work)] += 1
      const batch = lockstep.plain.batches.get(work)!
      expect(batch.status).toBe('closed')
      const nodes = [...NODES, 'agg', 'agg2']
      for (const node of nodes)
        expect(lockstep.balances.get(`operator/${node}/bound`) ?? 0n).toBe(0n)
      const lost = nodes.reduce((sum, node) => sum - gained(`operator/${node}/free`), 0n)
      const earned = nodes.reduce((sum, node) => sum + gained(`operator/${node}/balance`), 0n)
      const pooled = gained('module/insurance')
      const burned = gained('supply/burn') - batch.burned
      expect(gained(`escrow/${work}/locked`)).toBe(0n)
      expect(gained(`penalty/${work}/locked`)).toBe(0n)
      expect(pooled).toBeGreaterThanOrEqual(0n)
      // What was deducted is burned, in the pool, or went out of it to the caller and the treasury.
      const bonus = batch.gotBonus ? batch.bonus : 0n
      const spent = batch.burned + lockstep.plain.paid(batch) + (source === 'treasury' ? 0n : bonus)
      const compensated = spent + gained('caller/c/balance')
      const returned = gained('module/treasury') + (source === 'treasury' ? bonus : 0n)
      expect(earned).toBe(lockstep.plain.paid(batch) + bonus)
      expect(burned + pooled + compensated + returned).toBe(lost)
      expect(compensated).toBeGreaterThanOrEqual(0n)
      expect(compensated).toBeLessThanOrEqual(spent)
    }
    lockstep.finish()
  }
  console.info(`${source}: ${batches} batches, seed ${seed}: ${textOf(endings)}`)
  expect(Object.values(endings).every((count) => count > 0)).toBe(true)
})

test('any slicing and any order of commits pays the same and binds the same', () => {
  const rounds = fuzzRuns(10)
  const seed = fuzzSeed()
  for (let round = 0; round < rounds; round++) {
    const dice = new Dice(seed + round)
    const tasks = BigInt(10 + dice.roll(40))
    const fee = tasks * 50n + BigInt(dice.roll(1_000_000))
    const params = { ...PLAIN_PARAMS, multiplierPpm: 1_428_572n + BigInt(dice.roll(1_000)) }
    const ends = [1n, 3n, 32n].map((segmentSize) => {
      const lockstep = new BatchLockstep({ ...params, segmentSize }, OPENING)
      const results = ['x', 'y'].map((work) => {
        const base = { work, height: 5n }
        const given = { caller: 'c', fee, tasks, tasksRoot: ROOT, filters: '' }
        lockstep.apply({ ...base, command: 'batchSubmit', ...given })
        const count = lockstep.plain.batches.get(work)!.count
        const order = Array.from({ length: Number(count) }, (_, index) => BigInt(index))
        if (work === 'y') order.sort(() => dice.roll(3) - 1)
        const before = new Map(lockstep.balances)
        for (const segment of order) {
          const segments = [{ segment }]
          if (dice.once(3)) {
            lockstep.apply({ ...base, command: 'acceptSegments', node: 'n1', segments })
          }
          const commit = { command: 'commitPartial', node: 'n1', segment, traceRoot: 'aa' }
          expect(lockstep.apply({ ...base, ...commit })).toBe('ok')
        }
        return ['operator/n1/balance', 'operator/n1/bound', `escrow/${work}/locked`].map(
          (account) => (lockstep.balances.get(account) ?? 0n) - (before.get(account) ?? 0n),
        )
      })
      lockstep.finish()
      return results.map(([paid = 0n, bound = 0n, left = 0n]) => [paid, bound, -left].join())
    })
    const [first, ...others] = ends.flat()
    expect(others.every((other) => other === first)).toBe(true)
  }
  console.info(`slicing: ${rounds} batches in 6 ways each, seed ${seed}`)
})

function textOf(endings: Readonly<Record<Ending, number>>): string {
  return `finalized ${endings.finalized}, failed ${endings.failed}, expired ${endings.expired}`
}
