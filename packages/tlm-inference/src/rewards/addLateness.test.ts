import { ratioOf } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { addLateness, LATE_DENOMINATOR_MAX } from './addLateness.js'

const NONE = { num: 0n, den: 1n }

test('sums are exact for targets of a common size, and never above the work', () => {
  const one = addLateness(NONE, 7n, ratioOf(3n, 10n))
  const two = addLateness(one, 5n, ratioOf(1n, 8_000n))
  expect(two).toEqual({ num: 16_805n, den: 8_000n })
  expect(addLateness(NONE, 9n, ratioOf(1n, 1n))).toEqual({ num: 9n, den: 1n })
})

test('with any targets the denominator stays bounded, and a node loses less than it worked', () => {
  const seed = fuzzSeed()
  const dice = new Dice(seed)
  const runs = fuzzRuns(100)
  let wide = 0
  for (let run = 0; run < runs; run++) {
    let [sum, exact, work] = [NONE, NONE, 0n]
    const count = 1 + dice.roll(12)
    for (let bill = 0; bill < count; bill++) {
      const den = BigInt(1 + dice.roll(1_000_000_000))
      const num = BigInt(dice.roll(Number(den) + 1))
      const gross = BigInt(1 + dice.roll(1 << 30)) * 10n ** BigInt(dice.roll(18))
      sum = addLateness(sum, gross, ratioOf(num, den))
      exact = { num: exact.num * den + gross * num * exact.den, den: exact.den * den }
      work += gross
    }
    const told = `seed ${seed}, run ${run}`
    expect(sum.den, told).toBeLessThanOrEqual(LATE_DENOMINATOR_MAX)
    expect(sum.num, told).toBeLessThanOrEqual(work * sum.den)
    const above = sum.num * exact.den - exact.num * sum.den
    expect(above, told).toBeGreaterThanOrEqual(0n)
    // Each bill is rounded up by less than 2^-64, and so is the sum once.
    expect(above * LATE_DENOMINATOR_MAX, told).toBeLessThanOrEqual(
      BigInt(count + 1) * exact.den * sum.den,
    )
    if (above > 0n) wide += 1
  }
  console.info(`lateness: ${runs} sums, ${wide} of them rounded, seed ${seed}`)
})
