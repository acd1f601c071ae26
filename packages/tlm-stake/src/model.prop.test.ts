import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { codeOf, isBad, StakeBench, type StakeOptions } from './stakeNetwork.fixture.js'
import { expect, test } from 'vitest'
import { operatorWorks, resultHash, taskWorks } from './index.js'
import {
  PlainStake,
  type PlainFields,
  type PlainOperator,
  type PlainParams,
} from './plainStake.fixture.js'
import { isActive, isSubmitted } from './tasks/TaskState.js'

const OPERATORS = ['o1', 'o2']
const DELEGATORS = ['d1', 'd2', 'd3']
const PEOPLE = ['r1', 'v1', 'x']

const TENTH = [1n, 10n] as const

/** Params of one run, for both sides. */
function drawParams(dice: Dice): {
  readonly plain: PlainParams
  readonly given: NonNullable<StakeOptions['params']>
} {
  const missRate = dice.pick([
    [1n, 1n],
    [1n, 2n],
    [3n, 1n],
  ] as const)
  const bindRatio = dice.pick([
    [1n, 1n],
    [3n, 10n],
    [3n, 2n],
  ] as const)
  const shareLoss = !dice.once(4)
  const plain: PlainParams = {
    ...{ bindRatio, missRate, challenge: 8n, verdict: 5n, reveal: 2n, ownShareMin: TENTH },
    ...{ thaw: 15n, commission: TENTH, jailAfter: 2, jailWindow: 25n, jailPeriod: 6n },
    ...{ epoch: 8n, shareLoss },
  }
  const given = {
    bindRatio: `${bindRatio[0]}/${bindRatio[1]}`,
    missRate: `${missRate[0]}/${missRate[1]}`,
    ...{ taskChallengeWindow: 8n, taskVerdictWindow: 5n, taskRevealWindow: 2n, thawPeriod: 15n },
    ...{ jailAfter: 2n, jailWindow: 25n, jailPeriod: 6n, epochLengthBlocks: 8n },
    delegatorsShareLoss: shareLoss,
  }
  return { plain, given }
}

interface Drawn {
  readonly lifecycle: string
  readonly work: string
  readonly command: string
  readonly fields: PlainFields
}

const BYTES = '0102'

function drawOperatorCommand(dice: Dice, plain: PlainStake): Drawn {
  const work = dice.once(30) ? 'nobody' : dice.pick(OPERATORS)
  const delegator = dice.pick(DELEGATORS)
  const amount = BigInt(dice.pick([0, 1, dice.roll(50), dice.roll(500), dice.roll(3000)]))
  const operator = plain.operators.get(work)
  const held =
    (operator?.held.get(delegator) ?? 0n) +
    (operator?.joins.find(({ waiting }) => waiting.has(delegator))?.waiting.get(delegator) ?? 0n)
  const shares = dice.pick([held, held / 2n, held + 1n, BigInt(dice.roll(2_000_000))])
  const command = dice.pick([
    ...['stakeOwn', 'stakeOwn', 'unstakeOwn', 'delegate', 'delegate', 'takeBack', 'undelegate'],
    ...['undelegate', 'withdraw', 'withdrawOwn', 'payDebt', 'unjail'],
  ])
  const fields: Readonly<Record<string, PlainFields>> = {
    stakeOwn: { amount },
    unstakeOwn: { amount },
    delegate: { delegator, amount },
    takeBack: { delegator },
    undelegate: { delegator, shares },
    withdraw: { delegator },
    payDebt: { amount, source: dice.pick(['balance', 'thawing']) },
  }
  return { lifecycle: operatorWorks.name, work, command, fields: fields[command] ?? {} }
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  offered: ['accept', 'accept', 'accept', 'accept', 'accept', 'accept', 'withdrawOffer'],
  accepted: ['start', 'submit', 'submit', 'miss', 'cancel'],
  started: ['submit', 'submit', 'miss'],
  submitted: ['verify', 'demandResult', 'challenge', 'failUnrevealed', 'revealResult', 'release'],
  verified: ['demandResult', 'challenge', 'failUnrevealed', 'revealResult', 'release', 'release'],
}
const ANY = [...new Set([...Object.values(NEXT).flat(), 'offer'])]

function drawTaskCommand(dice: Dice, plain: PlainStake): Drawn {
  const open = [...plain.tasks].filter(([, { status }]) => status in NEXT)
  if (open.length === 0 || dice.once(4)) {
    const work = dice.once(10) ? 't0' : `t${plain.tasks.size}`
    const deadline =
      plain.height + BigInt(dice.roll(dice.pick([8, 40]))) - (dice.once(10) ? 1n : 0n)
    const fields = {
      ...{ requester: 'r1', type: 'gpu', fee: BigInt(dice.roll(300)), verifier: 'v1' },
      deadline: deadline < 0n ? 0n : deadline,
    }
    return { lifecycle: taskWorks.name, work, command: 'offer', fields }
  }
  const [id, task] = dice.pick(open)
  const work = dice.once(20) ? dice.pick([...plain.tasks.keys(), 'none']) : id
  const likely = NEXT[task.status] ?? ANY
  const command = dice.once(10)
    ? dice.pick(ANY.filter((each) => each !== 'offer'))
    : dice.pick(likely)
  const operator = task.operator === '' || dice.once(15) ? dice.pick(OPERATORS) : task.operator
  const requester = dice.once(10) ? 'x' : 'r1'
  const fields: Readonly<Record<string, PlainFields>> = {
    withdrawOffer: { requester },
    accept: { operator: dice.once(30) ? 'nobody' : operator },
    start: { operator },
    cancel: { requester },
    submit: { operator, hash: resultHash(BYTES) },
    verify: { verifier: dice.once(8) ? 'x' : 'v1' },
    demandResult: { party: dice.pick(PEOPLE) },
    revealResult: { bytes: dice.once(6) ? '00' : BYTES },
    challenge: { challenger: dice.pick(PEOPLE), evidence: dice.pick(['bad0', '00', '00']) },
  }
  return { lifecycle: taskWorks.name, work, command, fields: fields[command] ?? {} }
}

class Pair {
  readonly plain: PlainStake
  readonly bench: StakeBench
  readonly sent: { readonly drawn: Drawn; readonly height: bigint; readonly id: string }[] = []
  readonly accepted = new Set<string>()
  readonly codes = new Map<string, number>()
  readonly flows = { deposited: 0n, rewarded: 0n, withdrawn: 0n, slashed: 0n }
  #lastAccepted = 0n
  readonly #dice: Dice

  constructor(dice: Dice) {
    this.#dice = dice
    const { plain, given } = drawParams(dice)
    this.plain = new PlainStake(plain)
    const balances: Record<string, bigint> = { 'requester/r1/balance': 100_000n }
    this.plain.wallets.set('r1', 100_000n)
    for (const id of DELEGATORS) {
      balances[`delegator/${id}/balance`] = 4000n
      this.plain.wallets.set(id, 4000n)
    }
    for (const id of OPERATORS) balances[`operator/${id}/balance`] = 2000n
    this.bench = new StakeBench({ balances, params: given, isFault: isBad })
    for (const id of OPERATORS) {
      this.bench.operator(id, 'declare', { capacity: [{ type: 'gpu', count: 3 }] })
      this.plain.declare(id)
      const operator = this.plain.operators.get(id)
      if (operator !== undefined) operator.balance = 2000n
    }
  }

  /** Stakes of the operators and their delegators, before chance takes over. */
  open(): void {
    for (const work of OPERATORS) {
      this.#carryOut({ work, command: 'stakeOwn', fields: { amount: 600n } })
      for (const delegator of DELEGATORS) {
        this.#carryOut({ work, command: 'delegate', fields: { delegator, amount: 500n } })
      }
    }
  }

  #carryOut(drawn: Omit<Drawn, 'lifecycle'>): void {
    this.#send({
      drawn: { ...drawn, lifecycle: operatorWorks.name },
      height: 0n,
      id: `c${this.sent.length}`,
    })
  }

  step(): void {
    const dice = this.#dice
    const height = this.plain.height + BigInt(dice.once(2) ? 0 : dice.roll(5))
    const fresh = { height, id: `c${this.sent.length}`, drawn: this.#draw() }
    const earlier = this.sent.length > 0 && dice.once(12) ? dice.pick(this.sent) : fresh
    const isOld = this.accepted.has(earlier.id) || earlier.height < this.#lastAccepted
    this.#send(isOld ? earlier : fresh, isOld)
  }

  #send(next: Pair['sent'][number], isRetry = false): void {
    const expected = this.#expect(next)
    const { lifecycle, work, command, fields } = next.drawn
    this.bench.height = next.height
    const result = this.bench.send(lifecycle, work, command, { ...fields, id: next.id })
    const code = codeOf(result)
    const told = `${command} of ${work} at ${next.height}`
    same(code, expected, told)
    if (!isRetry) this.sent.push(next)
    this.codes.set(`${command} ${code}`, (this.codes.get(`${command} ${code}`) ?? 0) + 1)
    if (result.status === 'accepted') this.#book(result.entries.flatMap((each) => each.postings))
    this.check(told)
  }

  #draw(): Drawn {
    const { plain } = this
    return this.#dice.once(2)
      ? drawOperatorCommand(this.#dice, plain)
      : drawTaskCommand(this.#dice, plain)
  }

  #expect({ drawn, height, id }: Pair['sent'][number]): string {
    if (this.accepted.has(id)) return 'command-repeated'
    if (height < this.#lastAccepted) return 'height-backwards'
    this.plain.advance(height)
    const { lifecycle, work, command, fields } = drawn
    const code =
      lifecycle === taskWorks.name
        ? this.plain.toTask(work, command, fields)
        : this.plain.toOperator(work, command, fields)
    if (code !== 'ok') return code
    this.accepted.add(id)
    this.#lastAccepted = height
    return code
  }

  #book(
    postings: readonly {
      readonly reason: string
      readonly amount: bigint
      readonly debit: string
    }[],
  ): void {
    for (const { reason, amount, debit } of postings) {
      if (reason === 'stake-own' || reason === 'delegate') this.flows.deposited += amount
      if (reason === 'reward') this.flows.rewarded += amount
      if (reason === 'withdraw' || reason === 'take-back') this.flows.withdrawn += amount
      const isThawedDebt = reason === 'debt' && debit.endsWith('/thawing')
      if (reason === 'slash' || isThawedDebt) this.flows.slashed += amount
    }
  }

  /** All invariants, and both sides agree. */
  check(told: string): void {
    let [inside, binds] = [0n, 0n]
    for (const [id, plain] of this.plain.operators) {
      this.#compare(id, plain, told)
      for (const bucket of ['free', 'bound', 'thawing', 'pending']) {
        inside += this.bench.held('operator', id, bucket)
      }
      binds += this.bench.held('operator', id, 'bound')
    }
    const { deposited, rewarded, withdrawn, slashed } = this.flows
    same(inside + withdrawn + slashed, deposited + rewarded, told)
    let sum = 0n
    for (const id of this.plain.tasks.keys()) {
      const task = this.bench.taskState(id)
      if (isActive(task) || isSubmitted(task)) sum += task.bind
      same(task.status, this.plain.tasks.get(id)?.status, told)
    }
    same(binds, sum, told)
    for (const id of DELEGATORS) {
      same(this.bench.held('delegator', id, 'balance'), this.plain.wallets.get(id), told)
    }
    same(this.bench.held('requester', 'r1', 'balance'), this.plain.wallets.get('r1'), told)
  }

  #compare(id: string, plain: PlainOperator, told: string): void {
    const { bench } = this
    const state = bench.operatorState(id)
    const held = (bucket: string): bigint => bench.held('operator', id, bucket)
    const isDue = state.pending > 0n && this.plain.height >= state.joinsAt
    const due = isDue ? state.pending : 0n
    const real = {
      ...{ own: state.own, pool: state.pool + due, free: held('free') + due, debt: state.debt },
      ...{ bound: held('bound'), balance: held('balance'), thawing: held('thawing') },
      ...{ pending: held('pending') - due, jailed: state.jailedUntil ?? undefined },
    }
    const sumOf = (values: Iterable<bigint>): bigint => [...values].reduce((a, b) => a + b, 0n)
    const expected: Readonly<Record<string, bigint | undefined>> = {
      ...{ own: plain.own, pool: plain.pool, free: plain.free, debt: plain.debt },
      ...{ bound: plain.bound, balance: plain.balance, jailed: plain.jailed },
      thawing: sumOf(plain.thaws.map((entry) => entry.amount)),
      pending: sumOf(plain.pending.values()),
    }
    for (const [name, value] of Object.entries(real)) {
      same(value, expected[name], `${name} of ${id} after ${told}`)
    }
    same(state.own + state.pool, held('free') + held('bound'), told)
    if (isDue) return
    same(state.shares, plain.shares, told)
    for (const side of ['ownThaws', 'delegatedThaws'] as const) {
      const entries: bigint[] = []
      for (let n = state[side].oldest; n !== 0n; n = bench.thaw(id, n)?.newer ?? 0n) {
        entries.push(bench.thaw(id, n)?.amount ?? -1n)
      }
      const listed = plain.thaws.filter((each) => each.isOwn === (side === 'ownThaws'))
      same(entries.join(), listed.map((each) => each.amount).join(), told)
    }
  }
}

/** An assertion library is too slow for this many. */
function same<T>(actual: T, expected: T, told: string): void {
  if (actual !== expected) expect(actual, told).toBe(expected)
}

test('agrees with a plain model, and holds all invariants after each command', () => {
  const factor = fuzzRuns(1) > 1 ? 2 : 1
  const [runs, length] = [fuzzRuns(100), 50 * factor]
  const seed = fuzzSeed()
  const codes = new Map<string, number>()
  for (let run = 0; run < runs; run++) {
    const pair = new Pair(new Dice(seed + run))
    try {
      pair.open()
      for (let step = 0; step < length; step++) pair.step()
      pair.bench.finish()
    } catch (error) {
      throw new Error(`seed ${seed + run}: ${String(error)}`, { cause: error })
    }
    for (const [code, count] of pair.codes) codes.set(code, (codes.get(code) ?? 0) + count)
  }
  const done = [...codes].filter(([code]) => code.endsWith(' ok'))
  console.info(`model: ${runs} runs of ${length} commands, seed ${seed}, ${codes.size} codes met`)
  console.info(done.map(([code, count]) => `${code.replace(' ok', '')} ${count}`).join(', '))
}, 600_000)
