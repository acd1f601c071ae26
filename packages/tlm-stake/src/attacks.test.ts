import { createCommandRun, initialState, mulDiv } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { resultHash, unitsFor, type OperatorState } from './index.js'
import { benchWithOperator, OFFER, StakeBench } from './stakeNetwork.fixture.js'

const LA = 10n ** 18n
const rich = (units: bigint): Record<string, bigint> =>
  Object.fromEntries(
    ['requester/r', 'operator/op', 'delegator/d', 'delegator/e'].map((owner) => [
      `${owner}/balance`,
      units,
    ]),
  )

/** Accepts, submits and releases a task of `r` that pays `fee`, from the bench's height on. */
function reward(bench: StakeBench, task: string, fee: bigint): void {
  const terms = { ...OFFER, fee, deadline: bench.height }
  expect(bench.task(task, 'offer', terms)).toBe('ok')
  expect(bench.task(task, 'accept', { operator: 'op' })).toBe('ok')
  bench.task(task, 'submit', { operator: 'op', hash: resultHash('') })
  bench.height += 1200n
  expect(bench.task(task, 'release')).toBe('ok')
}

describe('attacks that fail', () => {
  test.each([1n, 1000n, LA])(
    'who inflates the first share loses more than the next delegator, with %s at first',
    (first) => {
      const params = { bindRatio: '0.000001', commissionRate: '0' }
      const bench = benchWithOperator({ balances: rich(10_000_000n * LA), own: LA, params })
      bench.operator('op', 'delegate', { delegator: 'd', amount: first })
      bench.height = 511n
      expect(bench.operator('op', 'delegate', { delegator: 'e', amount: LA })).toBe('ok')
      const fee = 1_000_000n * LA
      bench.height = 512n
      bench.operator('op', 'stakeOwn', { amount: 1n })
      reward(bench, 't', fee)
      const after = bench.operatorState('op')
      bench.operator('op', 'delegate', { delegator: 'e', amount: LA * LA })
      const victim = LA - worthOf(bench, after, 'e')
      const pool = after.pool - worthOf(bench, after, 'd') - worthOf(bench, after, 'e')
      expect(victim <= pool + 1n, `${victim} of the victim, ${pool} of nobody`).toBe(true)
      const attacker = after.own + worthOf(bench, after, 'd') - (LA + 1n + first + fee)
      expect(attacker <= 0n, `${attacker}`).toBe(true)
    },
  )

  test('delegating and undelegating in one block gains nothing, whatever is paid in it', () => {
    const bench = benchWithOperator({ balances: rich(10n * LA), own: LA })
    bench.operator('op', 'delegate', { delegator: 'd', amount: LA })
    bench.height = 512n
    bench.task('t', 'offer', { ...OFFER, fee: LA, deadline: 512n })
    bench.task('t', 'accept', { operator: 'op' })
    bench.task('t', 'submit', { operator: 'op', hash: '00' })
    bench.height = 512n * 4n - 1n
    bench.operator('op', 'delegate', { delegator: 'e', amount: 5n * LA })
    expect(bench.task('t', 'release')).toBe('ok')
    const all = { delegator: 'e', shares: 1_000_000n * LA }
    expect(bench.operator('op', 'undelegate', all)).toBe('shares-short')
    expect(bench.operator('op', 'takeBack', { delegator: 'e' })).toBe('ok')
    expect(bench.held('delegator', 'e', 'balance')).toBe(10n * LA)
    expect(bench.operator('op', 'takeBack', { delegator: 'e' })).toBe('amount-too-small')
  })

  test('a delegator that joins and leaves at once gets no more than it gave', () => {
    const dice = new Dice(fuzzSeed())
    const bench = benchWithOperator({ balances: rich(10n * LA), own: LA })
    for (let run = 0; run < fuzzRuns(50); run++) {
      const amount = BigInt(1 + dice.roll(1_000_000_000))
      bench.operator('op', 'delegate', { delegator: 'd', amount })
      bench.height += 512n
      bench.operator('op', 'stakeOwn', { amount: 1n })
      bench.operator('op', 'delegate', { delegator: 'd', amount: 1n })
      const shares = bench.delegation('op', 'd')?.shares ?? 0n
      expect(unitsFor(shares, bench.operatorState('op'))).toBeLessThanOrEqual(amount)
      bench.operator('op', 'undelegate', { delegator: 'd', shares })
      bench.operator('op', 'takeBack', { delegator: 'd' })
    }
    expect(bench.held('operator', 'op', 'thawing')).toBeGreaterThan(0n)
  })

  test('who leaves after a fault loses as much as who stays', () => {
    const bench = benchWithOperator({ own: 100n })
    for (const delegator of ['d', 'e']) {
      bench.operator('op', 'delegate', { delegator, amount: 1000n })
    }
    bench.height = 512n
    bench.task('t', 'offer', { ...OFFER, fee: 900n, deadline: 600n })
    bench.task('t', 'accept', { operator: 'op' })
    bench.task('t', 'submit', { operator: 'op', hash: '00' })
    expect(bench.operator('op', 'undelegate', { delegator: 'e', shares: 10n ** 9n })).toBe('ok')
    expect(bench.task('t', 'challenge', { challenger: 'v', evidence: '' })).toBe('ok')
    // 800 beyond own stake: 400 of the 1000 that stay, and of the 1000 that left.
    expect(bench.operatorState('op')).toMatchObject({ own: 0n, pool: 600n })
    expect(bench.thaw('op', 1n)?.amount).toBe(600n)
  })

  test('a pool that is slashed to nothing again and again can still be joined and left', () => {
    const bench = benchWithOperator({ balances: rich(1000n * LA), own: 0n })
    for (let round = 0; round < 30; round++) {
      bench.operator('op', 'delegate', { delegator: 'd', amount: LA })
      bench.height = (mulDiv(bench.height, 1n, 512n, 'floor') + 1n) * 512n
      const { pool, pending } = bench.operatorState('op')
      const fee = mulDiv(pool + pending - 1n, 10n, 9n, 'floor')
      bench.operator('op', 'stakeOwn', { amount: mulDiv(fee, 1n, 10n, 'ceil') })
      bench.task(`t${round}`, 'offer', { ...OFFER, fee, deadline: bench.height })
      expect(bench.task(`t${round}`, 'accept', { operator: 'op' })).toBe('ok')
      bench.height += 1n
      expect(bench.task(`t${round}`, 'miss')).toBe('ok')
      expect(bench.operatorState('op').pool).toBeLessThan(3n)
      bench.height += 8000n
      bench.operator('op', 'unjail')
    }
    bench.operator('op', 'delegate', { delegator: 'e', amount: LA })
    bench.height += 512n
    bench.operator('op', 'delegate', { delegator: 'e', amount: LA })
    const shares = bench.delegation('op', 'e')?.shares ?? 0n
    expect(shares).toBeLessThan(1n << 128n)
    expect(bench.operator('op', 'undelegate', { delegator: 'e', shares })).toBe('ok')
    expect(bench.held('operator', 'op', 'thawing')).toBeGreaterThan(LA - 1_000_000n)
  })
})

function worthOf(bench: StakeBench, after: OperatorState, delegator: string): bigint {
  const held = bench.delegation('op', delegator)
  const join = bench.join('op', held?.joinsAt ?? 0n)
  const due =
    join === undefined
      ? 0n
      : mulDiv(held?.pending ?? 0n, join.priceShares, join.priceUnits, 'floor')
  return unitsFor((held?.shares ?? 0n) + due, after)
}

describe('many tasks', () => {
  test('the order of independent accepts does not matter', () => {
    const accept = (order: readonly number[]): OperatorState => {
      const bench = benchWithOperator()
      for (const n of [0, 1, 2, 3]) bench.task(`t${n}`, 'offer', { ...OFFER, fee: BigInt(50 + n) })
      for (const n of order) expect(bench.task(`t${n}`, 'accept', { operator: 'op' })).toBe('ok')
      expect(bench.held('operator', 'op', 'bound')).toBe(206n)
      return bench.operatorState('op')
    }
    expect(accept([3, 1, 0, 2])).toEqual(accept([0, 1, 2, 3]))
  })

  test('cost a constant number of postings and works each', () => {
    const { network } = new StakeBench()
    const count = fuzzRuns(1000)
    const balances = new Map([['LA', new Map(Object.entries(rich(LA)))]])
    const state = initialState(network, { balances })
    const run = createCommandRun(network, state, { id: 'many', height: 100n })
    let postings = 0
    const send = (lifecycle: string, work: string, command: string, fields: object): void => {
      const result = run.apply({ lifecycle, work, command, height: 1n, ...fields })
      if (result.status !== 'accepted') throw new Error(`${command} ${work}`)
      postings += result.entries.reduce((sum, entry) => sum + entry.postings.length, 0)
    }
    const capacity = [{ type: 'gpu', count: count }]
    send('stake-operators', 'op', 'declare', { capacity })
    send('stake-operators', 'op', 'stakeOwn', { amount: LA })
    for (let n = 0; n < count; n++) {
      send('stake-tasks', `t${n}`, 'offer', OFFER)
      send('stake-tasks', `t${n}`, 'accept', { operator: 'op' })
    }
    for (let n = 0; n < count; n++) send('stake-tasks', `t${n}`, 'cancel', { requester: 'r' })
    const { lifecycles } = run.finish().state
    expect(postings).toBe(1 + 4 * count)
    expect([...lifecycles].map(([name, works]) => `${name} ${works.size}`)).toEqual([
      'stake-operators 1',
      `stake-tasks ${count}`,
    ])
    console.info(`binds and releases: ${count}, ${postings} postings, one state each`)
  })
})
