import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { heldAfter, RewardBench, WEEK, type TestBill } from './rewardNetwork.fixture.js'

const WEEKS = 'reward-weeks'
const rich = { 'module/emission': 10n ** 30n, 'user/u/balance': 10n ** 30n }
const node = { role: 'node', claimant: 'n' }

describe('weekly rewards', () => {
  test.each([
    // case, emission account, weeklyEmission, gross, pot
    ['a twentieth of what was settled', 10n ** 9n, 10n ** 9n, 1_000n, 50n],
    ['rounded down', 10n ** 9n, 10n ** 9n, 1_019n, 50n],
    ['at most weeklyEmission', 10n ** 9n, 40n, 1_000n, 40n],
    ['at most what emission holds', 30n, 40n, 1_000n, 30n],
    ['nothing of nothing', 0n, 40n, 1_000n, 0n],
  ])('pays %s', (_, emission, weeklyEmission, gross, pot) => {
    const held = { ...rich, 'module/emission': emission }
    const bench = new RewardBench({ held, params: { weeklyEmission } })
    bench.settle({ cu: 10n, gross })
    bench.time = WEEK
    expect(bench.code(WEEKS, '0', 'openRewards')).toBe('ok')
    const result = bench.finish()
    expect(heldAfter(result, 'rewards/0/locked')).toBe(pot)
    expect(heldAfter(result, 'module/emission')).toBe(emission - pot)
    expect(result.receipt.supply['DGAI']?.minted ?? 0n).toBe(0n)
  })

  test.each([
    // case, lateness, heartbeats, node, adaptor
    ['all', '0', 168, 400n, 50n],
    ['late by 0.15', '0.15', 168, 340n, 50n],
    ['half of the heartbeats', '0', 84, 200n, 50n],
    ['late and half', '0.15', 84, 170n, 50n],
    ['no heartbeat', '0', 0, 0n, 50n],
    ['two thirds late', '2/3', 168, 133n, 50n],
  ])('a node is paid by work and quality: %s', (_, lateness, beats, nodePart, adaptorPart) => {
    const bench = new RewardBench({ held: rich })
    bench.settle({ cu: 50n, gross: 5_000n, adaptor: 'a', lateness })
    bench.settle({ cu: 50n, gross: 5_000n, lateness })
    bench.beat(0n, { n: beats })
    bench.time = WEEK
    expect(bench.code(WEEKS, '0', 'claimReward', { role: 'adaptor', claimant: 'a' })).toBe('ok')
    const before = bench.balance('operator/n/balance')
    expect(bench.code(WEEKS, '0', 'claimReward', node)).toBe('ok')
    const result = bench.finish()
    // 500 in all: nodes have 400 of it, the adaptor half of 100.
    expect(heldAfter(result, 'operator/n/balance') - before).toBe(nodePart)
    const fees = 500n
    expect(heldAfter(result, 'adaptor/a/balance')).toBe(adaptorPart + fees)
    expect(heldAfter(result, 'rewards/0/locked')).toBe(500n - nodePart - adaptorPart)
  })

  test('what nobody was given goes back once it cannot be claimed any more', () => {
    const bench = new RewardBench({ held: rich })
    bench.settle({ cu: 50n, gross: 10_000n })
    bench.time = WEEK
    expect(bench.code(WEEKS, '0', 'claimReward', node)).toBe('ok')
    bench.time = 5n * WEEK
    expect(bench.code(WEEKS, '0', 'closeRewards')).toBe('ok')
    const result = bench.finish()
    expect(heldAfter(result, 'rewards/0/locked')).toBe(0n)
    expect(heldAfter(result, 'module/emission')).toBe(10n ** 30n)
  })

  test('a week that is claimed late is not short because of a later one', () => {
    const held = { ...rich, 'module/emission': 600n }
    const bench = new RewardBench({ held })
    bench.settle({ cu: 1n, gross: 10_000n })
    bench.beat(0n, { n: 168 })
    bench.time = WEEK
    bench.settle({ cu: 1n, gross: 10_000n })
    bench.beat(1n, { n: 168 })
    expect(bench.code(WEEKS, '0', 'openRewards')).toBe('ok')
    bench.time = 2n * WEEK
    const before = bench.balance('operator/n/balance')
    for (const week of ['1', '0']) expect(bench.code(WEEKS, week, 'claimReward', node)).toBe('ok')
    // Week 0 set 500 aside, week 1 the 100 that were left; nodes have four fifths.
    expect(heldAfter(bench.finish(), 'operator/n/balance') - before).toBe(480n)
  })

  test('the work of a week is shared as an independent computation says', () => {
    const seed = fuzzSeed()
    const runs = fuzzRuns(30)
    for (let run = 0; run < runs; run++) playWeek(new Dice(seed + run), `seed ${seed + run}`)
    console.info(`weekly rewards: ${runs} weeks, first seed ${seed}`)
  })
})

const LATENESS = ['0', '0.3', '0.15', '1/7', '3/1000', '1']

/** A week of random bills, shared out, against plain arithmetic. */
function playWeek(dice: Dice, seed: string): void {
  const price = 10n ** BigInt(dice.roll(18))
  const weeklyEmission = 10n ** BigInt(dice.roll(22))
  const bench = new RewardBench({ held: rich, params: { weeklyEmission } })
  const beats = [0, 168, 1 + dice.roll(167)] as const
  bench.beat(0n, { n0: 0, n1: 168, n2: beats[2] })
  const bills = dice.times(1 + dice.roll(20), (): Required<Omit<TestBill, 'user'>> => {
    const cu = BigInt(dice.roll(1000))
    const adaptor = dice.once(3) ? '' : `a${dice.roll(2)}`
    const lateness = dice.pick(LATENESS)
    return { node: `n${dice.roll(3)}`, adaptor, cu, gross: cu * price, lateness }
  })
  bench.time = WEEK - 1n
  for (const bill of bills) bench.settle(bill)
  bench.time = WEEK
  const cuTotal = sumOf(bills.map(({ cu }) => cu))
  const bound = sumOf(bills.map(({ gross }) => gross)) / 20n
  const pot = bound < weeklyEmission ? bound : weeklyEmission
  let given = 0n
  for (const [index, seen] of beats.entries()) {
    const own = bills.filter((bill) => bill.node === `n${index}`)
    // Lateness in parts of 21,000, which all of them are.
    const good = sumOf(own.map(({ cu, lateness }) => cu * (21_000n - partsOf(lateness))))
    const due =
      cuTotal === 0n ? 0n : (pot * 4n * good * BigInt(seen)) / (5n * 21_000n * cuTotal * 168n)
    given += expectClaim(bench, { role: 'node', claimant: `n${index}` }, due, seed)
  }
  for (const index of [0, 1]) {
    const own = bills.filter((bill) => bill.adaptor === `a${index}`)
    const due = cuTotal === 0n ? 0n : (pot * sumOf(own.map(({ cu }) => cu))) / (5n * cuTotal)
    given += expectClaim(bench, { role: 'adaptor', claimant: `a${index}` }, due, seed)
  }
  const result = bench.finish()
  const left = heldAfter(result, 'rewards/0/locked')
  expect(heldAfter(result, 'module/emission') + left + given, seed).toBe(10n ** 30n)
}

function expectClaim(
  bench: RewardBench,
  fields: { readonly role: string; readonly claimant: string },
  due: bigint,
  seed: string,
): bigint {
  const kind = fields.role === 'node' ? 'operator' : 'adaptor'
  const account = `${kind}/${fields.claimant}/balance`
  const before = bench.balance(account)
  bench.code(WEEKS, '0', 'claimReward', fields)
  const paid = bench.balance(account) - before
  expect(paid, `${seed}, ${fields.claimant}`).toBe(due)
  return paid
}

const sumOf = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n)

function partsOf(lateness: string): bigint {
  const parts = {
    '0': 0n,
    '0.3': 6_300n,
    '0.15': 3_150n,
    '1/7': 3_000n,
    '3/1000': 63n,
    '1': 21_000n,
  }
  return parts[lateness as keyof typeof parts]
}

test.each([
  // code, command, week, sent in week
  ['unknown-week', 'openRewards', 'x', 1n],
  ['unknown-week', 'openRewards', '9', 10n],
  ['too-early', 'openRewards', '1', 1n],
  ['already-open', 'openRewards', '0', 1n],
  ['ok', 'openRewards', '1', 2n],
  ['unknown-week', 'claimReward', 'x', 1n],
  ['too-early', 'claimReward', '1', 1n],
  ['too-late', 'claimReward', '0', 5n],
  ['nothing-to-claim', 'claimReward', '0', 4n],
  ['ok', 'claimReward', '1', 5n],
  ['unknown-week', 'closeRewards', 'x', 1n],
  ['too-early', 'closeRewards', '1', 1n],
  ['too-early', 'closeRewards', '0', 4n],
  ['ok', 'closeRewards', '0', 5n],
])('%s: %s', (code, command, week, when) => {
  const bench = new RewardBench({ held: rich })
  bench.settle({ cu: 1n, gross: 100n })
  bench.time = WEEK
  bench.settle({ cu: 1n, gross: 100n })
  expect(bench.code(WEEKS, '0', 'claimReward', node)).toBe('ok')
  bench.time = when * WEEK
  const fields = command === 'claimReward' ? node : {}
  expect(bench.code(WEEKS, week, command, fields)).toBe(code)
  if (command === 'closeRewards' && code === 'ok') {
    expect(bench.code(WEEKS, week, command, fields)).toBe('already-closed')
    expect(bench.code(WEEKS, week, 'claimReward', node)).toBe('too-late')
  }
})
