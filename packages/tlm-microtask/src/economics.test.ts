import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { BatchLockstep, PLAIN_PARAMS } from './batchLockstep.fixture.js'
import { PlainBatches, type PlainParams } from './plainBatches.fixture.js'
import { AGGREGATORS, EXECUTORS, Play, type Market, type Played } from './strategies.fixture.js'

/** Of so many parameter sets one is played by the package too, beside the plain model. */
const BESIDE_PACKAGE = 50
const PPM = 1_000_000n
const RICH = 10n ** 15n
const NODES = [...EXECUTORS, ...AGGREGATORS]
const OPENING: Readonly<Record<string, bigint>> = {
  ...{ 'caller/c/balance': RICH, 'module/treasury': RICH },
  ...Object.fromEntries(NODES.map((node) => [`operator/${node}/free`, RICH] as const)),
}

const TREASURY = { aggregatorPpm: 10_000n }

function randomParams(dice: Dice): PlainParams {
  const source = dice.pick(['escrow', 'surcharge', 'treasury'] as const)
  const burnPpm = BigInt(dice.pick([0, 1, 20_000, dice.roll(500_001)]))
  const most = source === 'treasury' ? burnPpm >> 1n : 499_999n
  const failureBurnPpm = BigInt(dice.pick([0, 300_000, dice.roll(900_001)]))
  const floor = (PPM * PPM) / (PPM - failureBurnPpm) + 1n
  const isEdge = dice.once(2)
  const plain = { ...PLAIN_PARAMS, ...{ treasuryCapPpm: PPM, watchlistAfter: 100n, feeMin: 1n } }
  if (dice.once(5))
    return source === 'treasury' ? { ...plain, source, ...TREASURY } : { ...plain, source }
  return {
    ...plain,
    ...{ source, burnPpm, failureBurnPpm },
    aggregatorPpm: BigInt(dice.pick([0, dice.roll(Number(most) + 1), Number(most)])),
    multiplierPpm: isEdge ? floor : floor + ((10n * PPM - floor) * BigInt(dice.roll(100))) / 100n,
    segmentSize: BigInt(1 + dice.roll(4)),
    acceptWindow: BigInt(dice.pick([1, 6, 15])),
  }
}

/** Members by chance; `n3`, `agg3` and everybody not drawn are honest. */
function randomCoalition(dice: Dice): ReadonlySet<string> {
  const drawn = ['c', 'n1', 'n2', 'agg', 'agg2'].filter(() => dice.once(2))
  return new Set(drawn.length === 0 ? ['n1'] : drawn)
}

function wealthOf(plain: PlainBatches, party: string): bigint {
  if (party === 'c') return plain.balance('caller/c/balance')
  const buckets = ['balance', 'free', 'bound']
  return buckets.reduce((sum, one) => sum + plain.balance(`operator/${party}/${one}`), 0n)
}

/** Pay of good segments that these parties committed: what they worked for. */
function goodPayOf(plain: PlainBatches, { batch, qualities }: Played, by: ReadonlySet<string>) {
  return [...batch.segments].reduce((sum, [segment, { node }]) => {
    const isGood = by.has(node) && qualities.get(segment) !== 'bad'
    return isGood ? sum + plain.payOf(batch, segment) : sum
  }, 0n)
}

interface Griefing {
  readonly loss: bigint
  readonly cost: bigint
  readonly story: string
}

/** Whether a griefing hurts more for the same money. */
function isWorse(one: Griefing, other: Griefing | undefined): boolean {
  if (one.loss <= 0n) return false
  return other === undefined || one.loss * other.cost > other.loss * one.cost
}

/** Plays one batch and holds what must hold; gives what it cost whom. */
// long: every promise of the economics, one after the other, over one set of figures
function check(market: Market, play: Play, coalition: ReadonlySet<string>, dice: Dice) {
  const { plain } = market
  const parties = ['c', ...NODES]
  const before = new Map(parties.map((party) => [party, wealthOf(plain, party)]))
  const poolBefore = plain.balance('module/insurance')
  const treasuryBefore = plain.balance('module/treasury')
  const tasks = BigInt(1 + dice.roll(12))
  const played = play.run(tasks * 3n + BigInt(dice.pick([50, 1_000, 1_000_000])), tasks)
  if (played === undefined) return undefined
  const { batch, qualities } = played
  const gained = (party: string): bigint => wealthOf(plain, party) - (before.get(party) ?? 0n)
  expect(batch.status).toBe('closed')

  // What a member earned by good work or by an accepted proof was given for something.
  const isCallerIn = coalition.has('c')
  const wages = isCallerIn ? 0n : goodPayOf(plain, played, coalition)
  const isPaidAggregator = batch.gotBonus && coalition.has(batch.aggregator)
  const bonus = isPaidAggregator && !isCallerIn ? batch.bonus : 0n
  const profit = [...coalition].reduce((sum, party) => sum + gained(party), 0n) - wages - bonus
  expect(profit <= 0n, `a coalition gains ${profit}`).toBe(true)
  expect(plain.balance('module/insurance') >= poolBefore, 'the pool pays').toBe(true)
  const given = treasuryBefore - plain.balance('module/treasury')
  expect(given <= (batch.gotBonus ? batch.bonus : 0n), 'the treasury pays').toBe(true)

  for (const node of NODES) {
    if (!coalition.has(node)) expect(gained(node) >= 0n, `honest ${node} loses`).toBe(true)
  }
  for (const node of batch.guilty) {
    expect(coalition.has(node), `honest ${node} is at fault`).toBe(true)
    // What was paid to it less what it lost of its bond; a bonus is of its other role.
    const own = gained(node) - (batch.gotBonus && batch.aggregator === node ? batch.bonus : 0n)
    expect(own < 0n, `bad work of ${node} costs nothing`).toBe(true)
  }
  if (!isCallerIn) {
    for (const [segment, { node }] of batch.segments) {
      if (node === '' || qualities.get(segment) === 'good') continue
      expect(batch.guilty.has(node), `bad work of ${node} is not found`).toBe(true)
    }
  }
  if (isCallerIn) return { loss: 0n, cost: -profit, batch }
  const isAnswered = batch.status === 'closed' && batch.gotBonus && batch.failures === 0
  const goods = goodPayOf(plain, played, new Set(NODES))
  const price = isAnswered ? batch.burned + (given > 0n ? 0n : batch.bonus) : 0n
  return { loss: -gained('c') - goods - price, cost: -profit, batch }
}

function marketOf(params: PlainParams, isBesidePackage: boolean): Market {
  if (isBesidePackage) return new BatchLockstep(params, OPENING)
  const plain = new PlainBatches(params, OPENING)
  return { plain, apply: (command) => plain.apply(command) }
}

test('no coalition gains, bad work costs its doer, the honest and the pool lose nothing', () => {
  const sets = fuzzRuns(1000)
  const seed = fuzzSeed()
  let worst: Griefing | undefined
  let worstByDefault: Griefing | undefined
  const free: string[] = []
  let batches = 0
  const endings = { good: 0, failed: 0, unanswered: 0 }
  for (let set = 0; set < sets; set++) {
    const dice = new Dice(seed + set)
    const params = randomParams(dice)
    const market = marketOf(params, set % BESIDE_PACKAGE === 0)
    for (const work of ['b1', 'b2']) {
      const coalition = randomCoalition(dice)
      const play = new Play(market, dice, { coalition, work })
      let end: ReturnType<typeof check>
      try {
        end = check(market, play, coalition, dice)
      } catch (error) {
        throw new Error(`Seed ${seed + set}, ${storyOf(params, coalition)}`, { cause: error })
      }
      if (end === undefined) continue
      batches += 1
      const { loss, cost, batch } = end
      endings[batch.failures > 0 ? 'failed' : batch.gotBonus ? 'good' : 'unanswered'] += 1
      const fee = batch.pay + batch.burned + (params.source === 'escrow' ? batch.bonus : 0n)
      const story = `fee ${fee}, tasks ${batch.tasks}, seed ${seed + set}, ${storyOf(params, coalition)}`
      if (cost <= 0n && loss > 0n) free.push(`${loss} of ${story}`)
      if (cost > 0n && isWorse({ loss, cost, story }, worst)) worst = { loss, cost, story }
      const isDefault = params.multiplierPpm === 1_500_000n && params.burnPpm === 20_000n
      if (isDefault && cost > 0n && isWorse({ loss, cost, story }, worstByDefault)) {
        worstByDefault = { loss, cost, story }
      }
    }
  }
  console.info(
    `economics: ${sets} parameter sets, ${batches} batches, seed ${seed}: ` +
      `good ${endings.good}, failed ${endings.failed}, unanswered ${endings.unanswered}`,
  )
  for (const [where, found] of Object.entries({ 'at default rates': worstByDefault, all: worst })) {
    if (found === undefined) continue
    const { loss, cost, story } = found
    const ratio = Number((loss * 1000n) / cost) / 1000
    console.info(`worst griefing, ${where}: ${loss} for ${cost}, ${ratio} to 1: ${story}`)
  }
  expect(free).toEqual([])
  expect(batches).toBeGreaterThanOrEqual(sets)
})

function storyOf(params: PlainParams, coalition: ReadonlySet<string>): string {
  const { source, burnPpm, aggregatorPpm, multiplierPpm, failureBurnPpm, segmentSize } = params
  const rates = `burn ${burnPpm}, bonus ${aggregatorPpm}, m ${multiplierPpm}`
  const rest = `failure burn ${failureBurnPpm}, segments of ${segmentSize}`
  return `${source}, ${rates}, ${rest}, coalition ${[...coalition].join(' + ')}`
}
