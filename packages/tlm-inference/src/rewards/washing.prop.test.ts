import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import type { WeightedVoter } from '../index.js'
import { RewardBench, WEEK, type TestBill } from './rewardNetwork.fixture.js'

/** What one week brings. */
interface PlayedWeek {
  /** Bills of others, some of them served or routed by the washer. */
  readonly honest: readonly Required<TestBill>[]
  /** Bills of the washer, which is their user, node and adaptor. */
  readonly washed: readonly Required<TestBill>[]
}

interface Play {
  readonly params: Readonly<Record<string, unknown>>
  readonly emission: bigint
  readonly areVotesItsOwn: boolean
  readonly weeks: readonly PlayedWeek[]
}

const WASHER = ['user/w/balance', 'operator/w/balance', 'adaptor/w/balance', 'voter/w/balance']

/** What the washer has after all weeks, with its own bills or without them. */
function endsWith({ params, emission, areVotesItsOwn, weeks }: Play, washes: boolean): bigint {
  const voter = areVotesItsOwn ? 'w' : 'v'
  const voters = weeks.map((_, week) => [`${week}`, [{ voter, weight: 1n }]] as const)
  const users = { 'user/w/balance': 10n ** 33n, 'user/u/balance': 10n ** 33n }
  const bench = new RewardBench({
    // One heartbeat a week counts, and silence is none of this matter.
    params: { ...params, heartbeatInterval: '604800', downtimeHours: '8760' },
    held: { ...users, 'module/emission': emission, 'module/treasury': 10n ** 24n },
    voters: Object.fromEntries<readonly WeightedVoter[]>(voters),
  })
  weeks.forEach(({ honest, washed }, index) => {
    bench.time = BigInt(index) * WEEK
    bench.code('treasury-stream', '0', 'payWeek', { week: BigInt(index) })
    for (const node of ['w', 'n']) bench.code('heartbeats', node, 'heartbeat')
    for (const bill of [...honest, ...(washes ? washed : [])]) bench.settle(bill)
    bench.time += WEEK
    for (const role of ['node', 'adaptor']) {
      for (const claimant of ['w', 'n']) {
        bench.code('reward-weeks', `${index}`, 'claimReward', { role, claimant })
      }
    }
    bench.code('voter-rewards', `${index}`, 'payVoters')
  })
  bench.finish()
  return WASHER.reduce((sum, account) => sum + bench.balance(account), 0n)
}

const PERCENT = ['0', '0.01', '0.02', '0.05', '0.1'] as const

function randomPlay(dice: Dice): Play {
  const [fee, treasury] = [1 + dice.roll(10), dice.roll(11)]
  // In thousandths; the bound is as close below the two as it may be, or anywhere below.
  const lost = (fee + treasury) * 10
  const bound = dice.once(2) ? lost - 1 : dice.roll(lost)
  const params = {
    networkFee: `${fee}/100`,
    treasuryShare: `${treasury}/100`,
    rewardBound: `${bound}/1000`,
    governanceShare: dice.pick(PERCENT),
    adaptorShare: dice.pick(PERCENT),
    adaptorRewardShare: dice.pick([...PERCENT, '0.2', '0.9', '1']),
    weeklyEmission: 10n ** BigInt(10 + dice.roll(15)),
  }
  const bills = (user: string, washer: boolean): readonly Required<TestBill>[] => {
    const price = BigInt(1 + dice.roll(50)) * 10n ** BigInt(4 + dice.roll(12))
    return dice.times(dice.roll(6), () => {
      const cu = BigInt(1 + dice.roll(10_000))
      // Prices change from bill to bill in some weeks: bills pin the params they opened with.
      const gross = cu * (dice.once(4) ? price * BigInt(1 + dice.roll(100)) : price)
      const parties = washer
        ? { node: 'w', adaptor: dice.pick(['w', '']) }
        : { node: dice.pick(['n', 'w']), adaptor: dice.pick(['n', 'w', '']) }
      return { user, ...parties, cu, gross, lateness: dice.pick(['0', '0.1', '1/3']) }
    })
  }
  return {
    params,
    emission: 10n ** BigInt(12 + dice.roll(15)),
    areVotesItsOwn: dice.once(2),
    weeks: dice.times(1 + dice.roll(3), () => ({
      honest: bills('u', false),
      washed: bills('w', true),
    })),
  }
}

test('work for oneself costs more than it earns, whoever votes and whatever others do', () => {
  const seed = fuzzSeed()
  const runs = fuzzRuns(150)
  let washings = 0
  let closest = -1
  for (let run = 0; run < runs; run++) {
    const play = randomPlay(new Dice(seed + run))
    const washed = play.weeks.flatMap((week) => week.washed.map(({ gross }) => gross))
    const gross = washed.reduce((sum, each) => sum + each, 0n)
    const gain = endsWith(play, true) - endsWith(play, false)
    if (gross === 0n) {
      expect(gain).toBe(0n)
      continue
    }
    washings += 1
    expect(gain, `seed ${seed + run}`).toBeLessThan(0n)
    closest = Math.max(closest, Number((gain * 1_000_000n) / gross) / 1_000_000)
  }
  console.info(
    `washing: ${washings} of ${runs} plays, first seed ${seed}, best gain ${closest} of G`,
  )
})

test.each([
  // who votes, loss of the washer with the parameters of the specification
  ['others', false, 70_000n],
  ['the washer', true, 20_000n],
])('washing a million in an empty week costs it, where %s vote', (_, areVotesItsOwn, loss) => {
  const bill = { user: 'w', node: 'w', adaptor: 'w', cu: 20n, gross: 1_000_000n, lateness: '0' }
  const weeks = [{ honest: [], washed: [bill] }]
  const play = { params: {}, emission: 10n ** 24n, areVotesItsOwn, weeks }
  // Fee 2 %, treasury 5 % and governance 5 % are lost, the last but for own votes; 5 % is won.
  expect(endsWith(play, false) - endsWith(play, true)).toBe(loss)
})
