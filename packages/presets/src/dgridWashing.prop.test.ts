import { createCommandRun, initialState, type CommandRun, type State } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { dgrid } from './dgrid.js'

const DGAI = 10n ** 18n
const WEEK = 604_800
const RICH = 10n ** 6n * DGAI
const TARGET = 800

const network = dgrid({
  name: 'washing',
  signatures: { verify: () => true },
  // One heartbeat a week counts, and nobody is down.
  params: { heartbeatInterval: '302400', downtimeHours: '8760', minNodeStake: '1' },
})

/** How a bill goes. */
interface Course {
  readonly cu: number
  readonly responseMs: number
  readonly end: 'settled' | 'silent' | 'denied' | 'unanswered' | 'untaken'
}

interface Play {
  readonly areVotesItsOwn: boolean
  /** By week: bills of others, which the washer may serve or route, and its own. */
  readonly weeks: readonly (readonly (Course & { readonly by: string; readonly to: string })[])[]
}

const ENDS = ['settled', 'settled', 'settled', 'silent', 'denied', 'unanswered', 'untaken'] as const

function randomPlay(dice: Dice): Play {
  const bill = () => {
    const by = dice.pick(['u', 'w', 'w'])
    return {
      ...{ by, to: by === 'w' ? 'w' : dice.pick(['n', 'n', 'w']) },
      ...{ cu: 1 + dice.roll(2_000), responseMs: dice.pick([1, TARGET, 1_000, 5_000]) },
      end: dice.pick(ENDS),
    }
  }
  return {
    areVotesItsOwn: dice.once(2),
    weeks: dice.times(3, () => dice.times(dice.roll(6), bill)),
  }
}

/** The network while two users, nodes and adaptors work, one pair of whom may be one party. */
class Weeks {
  readonly #run: CommandRun
  #height = 1
  #time = 0

  constructor() {
    const parties = ['u', 'w', 'n'].flatMap((name) => [
      ...[`user/${name}/balance`, `operator/${name}/balance`, `adaptor/${name}/balance`],
      `voter/${name}/balance`,
    ])
    const held = new Map(parties.map((account) => [account, RICH]))
    held.set('module/emission', RICH).set('module/treasury', RICH)
    const state = initialState(network, { balances: new Map([['DGAI', held]]) })
    this.#run = createCommandRun(network, state, { id: 's', height: 10n ** 12n })
    for (const node of ['w', 'n']) {
      this.send('stake-operators', node, 'declare', { capacity: [] })
      this.send('stake-operators', node, 'stakeOwn', { amount: 200_000n * DGAI })
      this.send('adaptors', node, 'registerAdaptor')
    }
  }

  send(lifecycle: string, work: string, command: string, fields: object = {}): string {
    const [height, time] = [this.#height, this.#time]
    const result = this.#run.apply({ lifecycle, work, command, height, time, ...fields })
    return result.status === 'rejected' ? result.code : 'ok'
  }

  at(time: number): void {
    this.#time = time
  }

  /** One bill, from its opening to its end. */
  play(work: string, { by, to, cu, responseMs, end }: Play['weeks'][number][number]): void {
    const bill = (command: string, fields: object = {}) => this.send('bills', work, command, fields)
    bill('open', { user: by, model: 'chat-small', cuMax: cu, verifier: by })
    if (end !== 'untaken') bill('dispatch', { node: to, adaptor: to, signer: by, signature: '' })
    const isAnswered = end !== 'untaken' && end !== 'unanswered'
    if (isAnswered) bill('submit', { node: to, resultHash: 'ab', cu, responseMs })
    if (end === 'settled') bill('settle', { verifier: by, cu, responseMs, reference: 'r' })
    if (end === 'denied') bill('challenge', { challenger: by, evidence: '00' })
    this.#height += isAnswered ? 1_200 : 7_201
    bill('close')
    bill('refund', { reason: 'over' })
  }

  finish(): State {
    return this.#run.finish().state
  }
}

/** What the washer has in the end, with its own bills or without them. */
function endsWith({ areVotesItsOwn, weeks }: Play, washes: boolean): bigint {
  const run = new Weeks()
  const voter = areVotesItsOwn ? 'w' : 'u'
  run.send('voters', voter, 'stake', { amount: 100_000n * DGAI })
  run.at(1)
  const changes = [{ key: 'network.cuMaxPerRequest', value: '5000' }]
  const draft = { proposer: voter, changes, payments: [], bondFrom: 'balance' }
  expect(run.send('proposals', 'p', 'propose', draft)).toBe('ok')
  weeks.forEach((bills, week) => {
    run.at(week * WEEK + 2)
    run.send('treasury-stream', '0', 'payWeek', { week })
    for (const node of ['w', 'n']) run.send('heartbeats', node, 'heartbeat')
    for (const [index, bill] of bills.entries()) {
      if (washes || bill.by !== 'w') run.play(`b${week}-${index}`, bill)
    }
    run.at(week * WEEK + WEEK / 2 + 2)
    for (const node of ['w', 'n']) run.send('heartbeats', node, 'heartbeat')
    if (week === 1) {
      expect(run.send('proposals', 'p', 'vote', { voter, choice: 'against' })).toBe('ok')
    }
    if (week === 2) expect(run.send('proposals', 'p', 'queue')).toBe('ok')
  })
  run.at(weeks.length * WEEK)
  const paid = weeks.map((_, week) => {
    for (const role of ['node', 'adaptor']) {
      for (const claimant of ['w', 'n']) {
        run.send('reward-weeks', `${week}`, 'claimReward', { role, claimant })
      }
    }
    return run.send('voter-rewards', `${week}`, 'payVoters')
  })
  expect(paid).toEqual(weeks.map(() => 'ok'))
  const held = run.finish().balances.get('DGAI') ?? new Map<string, bigint>()
  return [...held]
    .filter(([account]) => /^(?:user|operator|adaptor|voter)\/w\//.test(account))
    .reduce((sum, [, amount]) => sum + amount, 0n)
}

test('work for oneself loses in whole weeks of bills, stake, votes and rewards', () => {
  const seed = fuzzSeed()
  const runs = fuzzRuns(40)
  let washings = 0
  let best = -1
  for (let run = 0; run < runs; run++) {
    const play = randomPlay(new Dice(seed + run))
    const own = play.weeks.flat().filter(({ by, end }) => by === 'w' && end !== 'untaken')
    const gain = endsWith(play, true) - endsWith(play, false)
    if (own.length === 0) {
      expect(gain, `seed ${seed + run}`).toBe(0n)
      continue
    }
    washings += 1
    expect(gain, `seed ${seed + run}`).toBeLessThan(0n)
    const spent = own.reduce((sum, { cu }) => sum + (BigInt(cu) * DGAI) / 20n, 0n)
    best = Math.max(best, Number((gain * 1_000_000n) / spent) / 1_000_000)
  }
  console.info(
    `washing on dgrid: ${washings} of ${runs} plays, first seed ${seed}, best ${best} of G`,
  )
})
