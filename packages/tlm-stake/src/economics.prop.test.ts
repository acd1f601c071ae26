import { mulDiv } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { resultHash, unitsFor } from './index.js'
import { isBad, StakeBench } from './stakeNetwork.fixture.js'

const START = 100_000n

/** What a run was drawn with, and what its coalition did: enough to tell it again. */
interface Play {
  readonly params: Readonly<Record<string, string | bigint>>
  readonly moves: string[]
}

function drawParams(dice: Dice): Play['params'] {
  return {
    bindRatio: dice.pick(['3/10', '1', '2', '10']),
    missRate: dice.pick(['0', '1/3', '1', '1', '3']),
    ownShareMin: dice.pick(['1/10', '1/10', '1/4', '1']),
    commissionRate: dice.pick(['0', '1/10', '1/2']),
    ...{ taskChallengeWindow: 8n, taskVerdictWindow: 5n, taskRevealWindow: 2n, thawPeriod: 15n },
    ...{ jailAfter: 2n, jailWindow: 25n, jailPeriod: 6n, epochLengthBlocks: 8n },
  }
}

/** What a task's owners may do to it, by its status; misses and faults as often as work. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  offered: ['accept', 'accept', 'accept', 'withdrawOffer'],
  accepted: ['submit', 'submit', 'start', 'miss', 'miss', 'cancel'],
  started: ['submit', 'miss'],
  submitted: ['verify', 'challenge', 'demandResult', 'failUnrevealed', 'release', 'release'],
  verified: ['challenge', 'demandResult', 'failUnrevealed', 'release', 'release'],
}

const FIELDS: Readonly<Record<string, object>> = {
  accept: { operator: 'o' },
  start: { operator: 'o' },
  cancel: { requester: 'r' },
  withdrawOffer: { requester: 'r' },
  submit: { operator: 'o', hash: resultHash('01') },
  verify: { verifier: 'v' },
  demandResult: { party: 'r' },
  challenge: { challenger: 'r', evidence: 'bad0' },
}

/**
 * One operator, its requester, its verifier and a delegator of its own against an honest delegator:
 * they own every task and do whatever chance tells them, in any order that the rules admit.
 */
class Coalition {
  readonly bench: StakeBench
  readonly play: Play
  readonly #dice: Dice
  #tasks = 0

  constructor(dice: Dice) {
    this.#dice = dice
    this.play = { params: drawParams(dice), moves: [] }
    const owners = ['requester/r', 'operator/o', 'delegator/d', 'delegator/h']
    const balances = Object.fromEntries(owners.map((owner) => [`${owner}/balance`, START]))
    this.bench = new StakeBench({ balances, params: this.play.params, isFault: isBad })
    this.bench.operator('o', 'declare', { capacity: [{ type: 'gpu', count: 9 }] })
    this.#do('o', 'stakeOwn', { amount: BigInt(1 + dice.roll(3000)) })
    if (dice.once(2)) this.#do('o', 'delegate', { delegator: 'd', amount: this.#amount() })
    this.#do('o', 'delegate', { delegator: 'h', amount: BigInt(1 + dice.roll(30_000)) })
    this.bench.height = 8n
  }

  #amount(): bigint {
    return BigInt(1 + this.#dice.roll(this.#dice.pick([3, 300, 10_000])))
  }

  #do(work: string, command: string, fields: object = {}): boolean {
    const isTask = work.startsWith('t')
    const given = fields as Readonly<Record<string, unknown>>
    const code = isTask
      ? this.bench.task(work, command, given)
      : this.bench.operator(work, command, given)
    if (code !== 'ok') return false
    const told = Object.values(fields).map(String).join(' ')
    this.play.moves.push(`${this.bench.height}: ${command} ${work} ${told}`.trim())
    return true
  }

  step(): void {
    const dice = this.#dice
    if (dice.once(3)) this.bench.height += BigInt(dice.pick([1, 2, 5, 8, 16]))
    if (dice.once(3)) this.#stake()
    else this.#onward()
  }

  #stake(): void {
    const dice = this.#dice
    const shares = this.bench.delegation('o', 'd')?.shares ?? 0n
    const [command, fields] = dice.pick([
      ['stakeOwn', { amount: this.#amount() }],
      ['unstakeOwn', { amount: this.#amount() }],
      ['delegate', { delegator: 'd', amount: this.#amount() }],
      [
        'undelegate',
        { delegator: 'd', shares: dice.pick([shares, mulDiv(shares, 1n, 2n, 'floor')]) },
      ],
      ['takeBack', { delegator: 'd' }],
      ['withdraw', { delegator: 'd' }],
      ['withdrawOwn', {}],
      ['payDebt', { amount: this.#amount(), source: 'balance' }],
      ['unjail', {}],
    ] as const)
    this.#do('o', command, fields)
  }

  /** Carries an open task on, or offers one. */
  #onward(): void {
    const open = Array.from({ length: this.#tasks }, (_, n) => `t${n}`).filter(
      (task) => this.bench.taskState(task).status in NEXT,
    )
    if (open.length === 0 || this.#dice.once(4)) this.#offer()
    else this.#work(this.#dice.pick(open))
  }

  #offer(): void {
    const deadline = this.bench.height + BigInt(this.#dice.roll(12))
    const [requester, type, verifier] = ['r', 'gpu', 'v']
    const fee = this.#amount()
    const task = `t${this.#tasks}`
    if (this.#do(task, 'offer', { requester, type, fee, deadline, verifier })) this.#tasks += 1
  }

  #work(task: string): void {
    const dice = this.#dice
    const { status } = this.bench.taskState(task)
    const command = dice.pick(NEXT[status] ?? [])
    const fields = FIELDS[command] ?? {}
    this.#do(task, command, fields)
  }

  /** What a delegator has: its wallet, its shares, what waits and what thaws. */
  #delegated(delegator: string): bigint {
    const { bench } = this
    bench.operator('o', 'delegate', { delegator, amount: 1n })
    const state = bench.delegation('o', delegator)
    const worth = unitsFor(state?.shares ?? 0n, bench.operatorState('o'))
    return (
      bench.held('delegator', delegator, 'balance') +
      worth +
      (state?.pending ?? 0n) +
      this.#thawing(delegator)
    )
  }

  #thawing(party: string): bigint {
    const state = this.bench.operatorState('o')
    const side = party === 'o' ? 'ownThaws' : 'delegatedThaws'
    let [sum, number] = [0n, state[side].oldest]
    while (number !== 0n) {
      const entry = this.bench.thaw('o', number)
      if (entry?.party === party) sum += entry.amount
      number = entry?.newer ?? 0n
    }
    return sum
  }

  /** Base units of the coalition, debts not counted against it, and of the honest delegator. */
  wealth(): { readonly coalition: bigint; readonly honest: bigint } {
    const { bench } = this
    bench.height += 100n
    const honest = this.#delegated('h')
    const locked = Array.from({ length: this.#tasks }, (_, n) =>
      bench.held('escrow', `t${n}`, 'locked'),
    ).reduce((sum, each) => sum + each, 0n)
    const coalition =
      this.#delegated('d') +
      bench.held('requester', 'r', 'balance') +
      bench.held('operator', 'o', 'balance') +
      bench.operatorState('o').own +
      this.#thawing('o') +
      locked
    return { coalition, honest }
  }
}

const told = ({ params, moves }: Play): string =>
  `${Object.entries(params)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ')}; ${moves.join('; ')}`

interface Worst {
  /** Harm in percent of its cost. */
  readonly ratio: bigint
  readonly play: string
  readonly harm: bigint
  readonly cost: bigint
}

describe('coalitions', () => {
  test('none ends above what it put in, and none harms others for nothing', () => {
    const runs = fuzzRuns(1000)
    const seed = fuzzSeed()
    const worst = new Map<string, Worst>()
    let [harmed, gifted] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const coalition = new Coalition(new Dice(seed + run))
      for (let step = 0; step < 40; step++) coalition.step()
      const after = coalition.wealth()
      const gain = after.coalition - 3n * START
      const harm = START - after.honest
      const play = told(coalition.play)
      if (gain > 0n) throw new Error(`seed ${seed + run}: a coalition gains ${gain}: ${play}`)
      if (harm < 0n) gifted += 1
      // One unit each for rounding down shares and the two virtual parts of the pool.
      if (harm <= 2n) continue
      harmed += 1
      const cost = -gain
      if (cost === 0n) throw new Error(`seed ${seed + run}: harm ${harm} for nothing: ${play}`)
      const ratio = mulDiv(harm, 100n, cost, 'floor')
      const side = coalition.play.params['missRate'] === '3' ? 'missRate 3' : 'missRate to 1'
      if (harm > 100n && ratio > (worst.get(side)?.ratio ?? 0n)) {
        worst.set(side, { ratio, play, harm, cost })
      }
    }
    console.info(`coalitions: ${runs} strategies, seed ${seed}, ${harmed} harmful, ${gifted} gifts`)
    for (const [side, { ratio, play, harm, cost }] of worst) {
      const percent = `${ratio} percent (harm ${harm}, cost ${cost})`
      console.info(`worst griefing ratio, ${side}: ${percent}: ${play}`)
    }
    expect(harmed + gifted).toBeGreaterThan(0)
  }, 600_000)
})
