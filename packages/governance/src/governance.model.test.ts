import type { CommandContext, Lifecycle, LifecycleState } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { GovernanceRun } from './governanceNetwork.fixture.js'
import { PlainGovernance, type PlainCommand } from './plainGovernance.fixture.js'

const OPENING = {
  ...{ 'voter/ann/balance': 90n, 'voter/ben/balance': 60n, 'voter/cat/balance': 40n },
  ...{ 'voter/poor/balance': 5n, 'module/treasury': 12n },
}
const BOND = 7n
const STEPS = 90
const DAY = 86_400n
const VOTERS = ['ann', 'ben', 'cat', 'poor'] as const
const KEYS = ['network.fee', 'network.low', 'network.high', 'network.proposalBondAmount'] as const

/** Plays a random game: what comes next depends on what the model knows. */
class Game {
  readonly #dice: Dice
  readonly #model: PlainGovernance
  #time = 50n * 7n * DAY
  #made = 0

  constructor(dice: Dice, model: PlainGovernance) {
    this.#dice = dice
    this.#model = model
  }

  next(): PlainCommand {
    const dice = this.#dice
    const voter = dice.pick(VOTERS)
    const live = this.#model.proposals.filter(({ status }) => status === 'open').length
    if (live < 4 && dice.once(live === 0 ? 2 : 4)) return this.#proposal(voter)
    this.#advance()
    const time = this.#time
    const due = dice.once(4) ? undefined : this.#due()
    if (due !== undefined) return { ...due, time }
    const name = dice.pick([
      ...(['stake', 'stake', 'stake', 'unstake', 'propose', 'vote', 'vote'] as const),
      ...(['cancel', 'queue', 'execute', 'fail'] as const),
    ])
    if (name === 'stake' || name === 'unstake') {
      return { name, work: voter, time, amount: BigInt(dice.roll(25)) }
    }
    if (name === 'propose') return this.#proposal(voter)
    const work = `p${dice.roll(this.#made + 1)}`
    const choice = dice.pick(['for', 'for', 'for', 'for', 'against', 'abstain'] as const)
    return { name, work, time, voter, choice, proposer: dice.pick(VOTERS) }
  }

  #proposal(proposer: string): PlainCommand {
    const dice = this.#dice
    const work = `p${dice.once(8) ? dice.roll(this.#made + 1) : this.#made++}`
    const changes = dice.times(dice.once(12) ? 0 : 1 + dice.roll(2), () => {
      const key = dice.once(25) ? 'network.none' : dice.pick(KEYS)
      const value = dice.once(20) ? dice.pick(['', '-1', '1001', '07x']) : `${dice.roll(15)}`
      return { key, value }
    })
    const payments = dice.times(dice.once(3) ? 1 + dice.roll(2) : 0, () => {
      const to = dice.once(12) ? 'module/treasury' : `voter/${dice.pick(VOTERS)}/balance`
      return { to, amount: BigInt(dice.roll(8)) }
    })
    const bondFrom = dice.pick(['balance', 'stake'])
    return { name: 'propose', work, time: this.#time, proposer, changes, payments, bondFrom }
  }

  /** What a proposal waits for, if one does. */
  #due(): Omit<PlainCommand, 'time'> | undefined {
    const dice = this.#dice
    const waiting = this.#model.proposals.flatMap(({ name, status, madeAt, executableFrom }) => {
      if (status === 'queued' && this.#time >= executableFrom) {
        return [{ name: dice.once(3) ? 'fail' : 'execute', work: name }]
      }
      if (status !== 'open' || this.#time < madeAt + 7n * DAY) return []
      if (this.#time >= madeAt + 14n * DAY) return [{ name: 'queue', work: name }]
      const choice = dice.once(6) ? dice.pick(['against', 'abstain']) : 'for'
      return [{ name: 'vote', work: name, voter: dice.pick(VOTERS), choice }]
    })
    return waiting.length === 0 ? undefined : dice.pick(waiting)
  }

  /** Mostly a little, or to a boundary of a proposal, one second before, at, or after it. */
  #advance(): void {
    const dice = this.#dice
    if (!dice.once(4)) return
    if (dice.once(3)) {
      this.#time += BigInt(dice.roll(Number(DAY)))
      return
    }
    const boundaries = this.#model.proposals.flatMap(({ madeAt, executableFrom }) => [
      ...[madeAt + 7n * DAY, madeAt + 14n * DAY, madeAt + 28n * DAY],
      ...[executableFrom, executableFrom + 14n * DAY],
    ])
    const ahead = boundaries
      .map((boundary) => boundary + BigInt(dice.roll(3)) - 1n)
      .filter((boundary) => boundary > this.#time)
    if (ahead.length === 0) return
    const nearest = ahead.reduce((least, one) => (one < least ? one : least))
    this.#time = dice.once(6) ? dice.pick(ahead) : nearest
  }
}

function apply(run: GovernanceRun, command: PlainCommand): string {
  const { name, work, time, amount, payments, proposer, voter, ...rest } = command
  const isVoters = name === 'stake' || name === 'unstake'
  const fields = isVoters
    ? { amount: String(amount ?? 0n) }
    : {
        propose: {
          ...{ proposer, changes: rest.changes, bondFrom: rest.bondFrom },
          payments: payments?.map((one) => ({ to: one.to, amount: String(one.amount) })),
        },
        vote: { voter, choice: rest.choice },
        cancel: { proposer },
      }[name]
  return run.apply(`${isVoters ? 'voters' : 'proposals'}/${work}/${name}`, time, fields)
}

const statusOf = (work: unknown) => {
  const { status, reason } = work as { readonly status: string; readonly reason?: string }
  return status === 'defeated' ? reason : status
}

/** Every state, as a reducer sees it at the end. */
const contextOf = ({ state }: GovernanceRun) => {
  const peek = <S extends LifecycleState>(lifecycle: Lifecycle<string, S>, work: string) =>
    state.lifecycles.get(lifecycle.name)?.get(work)?.state as S | undefined
  return { peek, paramsNow: {} } as CommandContext
}

test('random games come out as the plain model has them', () => {
  const seed = fuzzSeed()
  const codes = new Map<string, number>()
  const runs = fuzzRuns(60)
  for (let round = 0; round < runs; round++) {
    const where = `seed ${seed}, round ${round}`
    const dice = new Dice(seed + round)
    const run = new GovernanceRun({ proposalBondAmount: String(BOND) }, OPENING)
    const model = new PlainGovernance(OPENING, BOND)
    const game = new Game(dice, model)
    for (let step = 0; step < STEPS; step++) {
      const command = game.next()
      const expected = model.apply(command)
      expect(apply(run, command), `${where}, step ${step}: ${command.name}`).toBe(expected)
      const code = `${command.name}: ${expected}`
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    for (const [account, held] of model.balances) expect(run.balance(account), where).toBe(held)
    const opened = [...new GovernanceRun({}, OPENING).state.balances.values()]
    const before = opened.flatMap((accounts) => [...accounts.values()])
    expect(run.total, where).toBe(before.reduce((sum, held) => sum + held, 0n))
    for (const { name, status } of model.proposals) {
      expect(statusOf(run.work('proposals', name)), `${where}, ${name}`).toBe(status)
    }
    expect(run.state.params).toHaveLength(model.versions.length)
    const { store, votersOf } = run.test.governance
    for (const [key, value] of Object.entries(model.versions.at(-1) ?? {})) {
      const { values } = run.state.params.at(-1) ?? { values: {} }
      expect(BigInt(store().valueIn(store().find(key)!, values)), where).toBe(value)
    }
    const context = contextOf(run)
    for (let week = 50n; week < 70n; week++) {
      const voters = votersOf(context, week).map(({ voter, weight }) => [voter, weight])
      const expected = Object.entries(model.votersOf(week)).sort(([a], [b]) => (a < b ? -1 : 1))
      expect(voters, `${where}, week ${week}`).toEqual(expected)
    }
  }
  console.info(`governance: ${runs} games of ${STEPS} commands, seed ${seed}`)
  for (const code of ['vote: ok', 'queue: ok', 'execute: ok', 'stake: ok']) {
    expect(codes.get(code), code).toBeGreaterThan(0)
  }
}, 300_000)
