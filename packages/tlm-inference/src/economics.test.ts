import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { PLAIN_PARAMS } from './billLockstep.fixture.js'
import type { PlainParams } from './plainBills.fixture.js'
import { Play, SCHEMERS, type Played } from './strategies.fixture.js'

function randomParams(dice: Dice): PlainParams {
  const mode = dice.pick(['penalty', 'literal'] as const)
  const basePrice = BigInt(dice.pick([1, 2, 3, 50, 1 + dice.roll(1_000_000)]))
  const plain = { ...PLAIN_PARAMS, mode, basePrice, missesToJail: 100n }
  if (dice.once(3)) return plain
  const share = (): bigint => BigInt(dice.pick([0, 1, 20_000, dice.roll(240_000)]))
  const shares = {
    ...{ networkPpm: share(), governancePpm: share(), adaptorPpm: share(), treasuryPpm: share() },
    factorPpm: BigInt(dice.pick([0, 300_000, dice.roll(1_000_001)])),
  }
  const least = Object.values(shares).reduce((sum, ppm) => sum + ppm, 0n)
  return {
    ...{ ...plain, ...shares },
    bindPpm: dice.pick([least, 1_000_000n > least ? 1_000_000n : least]),
    slashPpm: dice.pick([null, 1n, 200_000n]),
  }
}

const sum = (values: Iterable<bigint>): bigint => [...values].reduce((all, one) => all + one, 0n)

/** What a coalition has beyond what it put in and what good work earned it. */
function profitOf({ gains, earned }: Played, coalition: ReadonlySet<string>): bigint {
  const of = (amounts: ReadonlyMap<string, bigint>) =>
    sum([...coalition].map((party) => amounts.get(party) ?? 0n))
  return of(gains) - of(earned)
}

test('no coalition ends above what it put in, and nobody honest pays for bad work', () => {
  const seed = fuzzSeed()
  const plays = fuzzRuns(6000)
  let best = -(10n ** 15n)
  let griefed = 0
  for (let index = 0; index < plays; index += 1) {
    const dice = new Dice(seed + index)
    const drawn = SCHEMERS.filter(() => dice.once(2))
    const coalition = new Set<string>(drawn.length === 0 ? ['n'] : drawn)
    const play = new Play(randomParams(dice), coalition, dice)
    const played = play.run(1 + dice.roll(4))
    const told = `seed ${seed + index}, coalition ${[...coalition].join()}\n${played.story}`
    const profit = profitOf(played, coalition)
    if (profit > 0n) throw new Error(`It gains ${profit}: ${told}`)
    const voted = profit + played.governance - played.governanceEarned
    if (voted > 0n) throw new Error(`It gains ${voted} with all votes: ${told}`)
    if (profit > best) best = profit
    const { gains, earned, spent } = played
    if ((gains.get('hu') ?? 0n) < -spent) throw new Error(`The user paid too much: ${told}`)
    const isJudgedFairly = !coalition.has('u') || !coalition.has('v')
    const lost = (earned.get('hn') ?? 0n) - (gains.get('hn') ?? 0n)
    if (isJudgedFairly && lost > 0n) throw new Error(`The node lost ${lost}: ${told}`)
    if (lost > 0n) griefed += 1
  }
  console.log(`plays: ${plays}, best profit ${best}, nodes griefed ${griefed}, seed ${seed}`)
  expect(best).toBeLessThanOrEqual(0n)
})
