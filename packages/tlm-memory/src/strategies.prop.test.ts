import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import type { AuditState } from './index.js'
import { LeaseRun, reservation, type Opening } from './memoryNetwork.fixture.js'
import { Game, type Cast } from './strategies.fixture.js'

/** Milliseconds, longer with more runs. */
const TIMEOUT = fuzzRuns(60_000)

const MONEY = 10n ** 24n
const GAMES_OF_A_RUN = 50

/** What everybody of a number of games starts with. */
function openingOf(names: readonly string[]): Opening {
  return Object.fromEntries(
    names.flatMap((name) => [
      ...['ca', 'ch', 'na'].map((who) => [`caller/${who}${name}/balance`, MONEY] as const),
      ...['nh', 'na'].map((who) => [`operator/${who}${name}/free`, MONEY] as const),
      [`auditor/aa${name}/balance`, MONEY] as const,
    ]),
  )
}

const wealthOf = (run: LeaseRun, kind: string, name: string): bigint =>
  ['balance', 'free', 'bound', 'thawing']
    .map((bucket) => run.balance(`${kind}/${name}/${bucket}`))
    .reduce((sum, part) => sum + part, 0n)

/** What the coalition has lost, and what the honest have lost beyond what they owe. */
function lossesOf(run: LeaseRun, cast: Cast, due: bigint) {
  const { evilCaller, evilNode, evilAuditor, goodCaller, goodNode } = cast
  const evil =
    wealthOf(run, 'caller', evilCaller) +
    wealthOf(run, 'caller', evilNode) +
    wealthOf(run, 'operator', evilNode) +
    wealthOf(run, 'auditor', evilAuditor)
  const node = MONEY - wealthOf(run, 'operator', goodNode)
  const caller = MONEY - wealthOf(run, 'caller', goodCaller) - due
  return { evil: 4n * MONEY - evil, node, caller }
}

test(
  'no coalition makes an honest node or caller lose by leases of its own',
  { timeout: TIMEOUT },
  () => {
    const [count, seed] = [fuzzRuns(1000), fuzzSeed()]
    const dice = new Dice(seed)
    let [worst, most, gained, leases] = [0, 0n, 0, 0]
    const audits = { passed: 0, failed: 0, open: 0 }
    for (let from = 0; from < count; from += GAMES_OF_A_RUN) {
      const names = Array.from({ length: GAMES_OF_A_RUN }, (_, index) => `-${from + index}`)
      const params = { rhoGenesis: 1000n, rhoMin: 900n }
      const run = new LeaseRun({ opening: openingOf(names), params })
      let height = 0
      const games = names.map((name) => {
        const game = new Game(run, dice, { name, height })
        game.play(24)
        height = game.height + 1
        return game
      })
      for (const game of games) {
        const { evil, node, caller } = lossesOf(run, game.cast, game.dueOfGoodCaller)
        const lost = (node > 0n ? node : 0n) + (caller > 0n ? caller : 0n)
        if (lost > most) most = lost
        if (lost > 0n) worst = Math.max(worst, evil > 0n ? Number(lost) / Number(evil) : Infinity)
        if (evil < 0n) gained++
        expect([seed, game.cast.goodNode, node <= 0n, caller <= 0n]).toEqual([
          ...[seed, game.cast.goodNode, true, true],
        ])
        leases += game.leases.length
        for (const lease of game.leases) {
          expect([lease, run.balance(`escrow/${lease}/locked`)]).toEqual([lease, 0n])
        }
      }
      for (const { state } of run.state.lifecycles.get('memory-audits')?.values() ?? []) {
        audits[(state as AuditState).status]++
      }
      for (const name of names) {
        for (const who of ['nh', 'na']) expect(run.balance(`operator/${who}${name}/bound`)).toBe(0n)
      }
    }
    expect(audits.open).toBe(0)
    expect(Math.min(audits.passed, audits.failed)).toBeGreaterThan(0)
    console.info(
      `strategies: ${count} games, ${leases} leases, ${audits.passed} audits passed, ` +
        `${audits.failed} failed, seed ${seed}; worst griefing ratio ${worst} (most lost ${most}); the coalition earned fees in ${gained}`,
    )
  },
)

/** What each of some nodes that release in time has more than its twin that does not. */
function advantages(dice: Dice): readonly bigint[] {
  const opening = Object.fromEntries(
    Array.from({ length: GAMES_OF_A_RUN }, (_, index) => index).flatMap((index) => [
      ...['p', 'q'].map((who) => [`operator/${who}${index}/free`, MONEY] as const),
      [`caller/c${index}/balance`, MONEY] as const,
    ]),
  )
  const run = new LeaseRun({ opening, params: { rhoGenesis: 1000n, rhoMin: 1000n, rhoMax: 1000n } })
  let height = 0
  for (let index = 0; index < GAMES_OF_A_RUN; index++) {
    const [dutiful, lazy, caller] = [`p${index}`, `q${index}`, `c${index}`]
    for (const node of [dutiful, lazy]) run.node('declareCapacity', height, { kib: '100' }, node)
    const leases = dice.times(1 + dice.roll(3), (number) => ({
      ...{ name: `${index}-${number}`, bytes: 1 + dice.roll(20_000), maxBlocks: 1 + dice.roll(90) },
      usedAt: dice.once(3) ? undefined : dice.roll(110),
      isLate: number === 0 || dice.once(2),
    }))
    const each = [dutiful, lazy].flatMap((node) => leases.map((one) => ({ ...one, node })))
    for (const { name, node, bytes, maxBlocks } of each) {
      const wish = { lease: `${node}-${name}`, caller, node, bytes, maxBlocks }
      expect(run.lease('reserve', height, reservation(wish), wish.lease)).toBe('ok')
    }
    for (let block = 0; block < 130; block++) {
      for (const { name, node, maxBlocks, usedAt, isLate } of each) {
        const lease = `${node}-${name}`
        const at = height + block
        if (usedAt === block) run.lease('use', at, { party: caller }, lease)
        const isReleased = block === maxBlocks && !(isLate && node === lazy)
        if (isReleased) run.lease('release', at, { party: node }, lease)
        if (block === maxBlocks + 6) run.lease('timeOut', at, {}, lease)
      }
    }
    height += 1300
    for (const { name, node } of each) run.lease('endStrike', height, {}, `${node}-${name}`)
  }
  return Array.from({ length: GAMES_OF_A_RUN }, (_, index) => {
    return wealthOf(run, 'operator', `p${index}`) - wealthOf(run, 'operator', `q${index}`)
  })
}

test('not releasing never pays', { timeout: TIMEOUT }, () => {
  const [count, seed] = [fuzzRuns(1000), fuzzSeed()]
  const dice = new Dice(seed)
  let [least, equal] = [MONEY, 0]
  for (let from = 0; from < count; from += GAMES_OF_A_RUN) {
    for (const won of advantages(dice)) {
      expect([seed, from, won >= 0n]).toEqual([seed, from, true])
      if (won < least) least = won
      if (won === 0n) equal++
    }
  }
  console.info(
    `not releasing: ${count} strategies, seed ${seed}; least cost ${least}, nothing in ${equal} ` +
      '(its caller used it to the end)',
  )
})
