import { createCommandRun, initialState, type LifecycleState, type State } from '@tlmkit/core'
import type { BillState } from '@tlmkit/tlm-inference'
import type { OperatorState, ThawState } from '@tlmkit/tlm-stake'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { dgrid } from './dgrid.js'

const NODES = ['n1', 'n2'] as const
const DELEGATORS = ['d1', 'd2'] as const
const COMMANDS = 120

const RICH = 10n ** 9n
const OPENING = {
  ...{ 'user/u/balance': RICH, 'adaptor/a/balance': RICH, 'module/emission': RICH },
  ...Object.fromEntries(NODES.map((node) => [`operator/${node}/balance`, RICH])),
  ...Object.fromEntries(DELEGATORS.map((one) => [`delegator/${one}/balance`, RICH])),
}

/** Short windows and stakes of few units, so that random heights and amounts meet all of them. */
const network = dgrid({
  name: 'dgrid-stake',
  signatures: { verify: () => true },
  isFake: (evidence) => evidence === '01',
  params: {
    ...{ basePrice: 7n, minNodeStake: 50n, minAdaptorStake: 5n, cuMaxPerRequest: 1000n },
    ...{ dispatchWindow: 9n, settleWindow: 12n, verdictWindow: 5n, challengeWindow: 6n },
    ...{
      missesToJail: 5n,
      missWindow: 10n,
      missJailPeriod: 5n,
      jailPeriod: 5n,
      epochLengthBlocks: 8n,
    },
    ...{ models: { m: 1000n }, thawPeriod: 23n, ownShareMin: '0.25', delegatorsShareLoss: true },
    ...{ taskVerdictWindow: 5n, taskChallengeWindow: 6n, taskRevealWindow: 2n },
  },
})

type Command = Readonly<Record<string, unknown>> & { readonly command: string }

/** A bill that runs, as the test has seen it. */
interface Running {
  readonly work: string
  readonly stage: 'open' | 'dispatch' | 'submit' | 'settle'
  readonly node: string
}

/** A command about a node's stake. */
function stakeCommand(dice: Dice): Command {
  const [work, delegator] = [dice.pick(NODES), dice.pick(DELEGATORS)]
  const amount = String(1 + dice.roll(dice.pick([10, 400, 4000])))
  const operator = { lifecycle: 'stake-operators', work }
  return dice.pick<Command>([
    { ...operator, command: 'stakeOwn', amount },
    { ...operator, command: 'unstakeOwn', amount },
    { ...operator, command: 'delegate', delegator, amount },
    { ...operator, command: 'undelegate', delegator, shares: `${amount}000000` },
    { ...operator, command: 'withdrawOwn' },
    { ...operator, command: 'withdraw', delegator },
    { lifecycle: 'adaptors', work: 'a', command: 'registerAdaptor' },
  ])
}

/** A command that a running bill may get. */
function billCommand(dice: Dice, { work, stage, node }: Running): Command {
  const cu = String(dice.roll(100))
  const responseMs = dice.pick([0, 1500, 9000])
  const bill = { lifecycle: 'bills', work }
  const taken = { node: dice.pick(NODES), adaptor: dice.pick(['', 'a']), signer: 'u' }
  const next: Readonly<Record<Running['stage'], Command>> = {
    open: { ...bill, command: 'dispatch', ...taken, signature: '' },
    dispatch: { ...bill, command: 'submit', node, resultHash: 'aa', cu, responseMs },
    submit: { ...bill, command: 'settle', verifier: 'v', cu, responseMs, reference: 'r' },
    settle: { ...bill, command: 'close' },
  }
  const evidence = dice.pick(['00', '01'])
  const anything: readonly Command[] = [
    { ...bill, command: 'challenge', challenger: 'v', evidence },
    { ...bill, command: 'close' },
    { ...bill, command: 'refund', reason: '' },
  ]
  return dice.once(2) ? next[stage] : dice.pick(anything)
}

/** What still runs once a bill got a command. */
function after(one: Running, bill: Running, { command, ...fields }: Command): readonly Running[] {
  if (one !== bill) return [one]
  if (command !== 'dispatch' && command !== 'submit' && command !== 'settle') return []
  const { node } = fields
  return [{ ...one, stage: command, node: typeof node === 'string' ? node : one.node }]
}

const worksOf = (state: State, lifecycle: string): readonly (readonly [string, LifecycleState])[] =>
  [...(state.lifecycles.get(lifecycle) ?? [])].map(([work, kept]) => [work, kept.state] as const)

/** What the stake of each node and the escrow of each bill must be. */
function check(state: State, told: string): void {
  const held = (path: string): bigint => state.balances.get('DGAI')?.get(path) ?? 0n
  const bills = worksOf(state, 'bills') as readonly (readonly [string, BillState])[]
  const thaws = worksOf(state, 'stake-thaws') as readonly (readonly [string, ThawState])[]
  for (const [node, kept] of worksOf(state, 'stake-operators')) {
    const { own, pool } = kept as OperatorState
    const at = (bucket: string): bigint => held(`operator/${node}/${bucket}`)
    expect(own + pool, `own and pool of ${node}, ${told}`).toBe(at('free') + at('bound'))
    const binds = bills.map(([, bill]) => ('bind' in bill && bill.node === node ? bill.bind : 0n))
    expect(at('bound'), `bound of ${node}, ${told}`).toBe(binds.reduce((sum, one) => sum + one, 0n))
    const entries = thaws.filter(([work]) => work.startsWith(`${node}/`))
    const thawing = entries.reduce((sum, [, { amount }]) => sum + amount, 0n)
    expect(at('thawing'), `thawing of ${node}, ${told}`).toBe(thawing)
  }
  for (const [bill, kept] of bills) {
    const waits = kept.status === 'settled' ? kept.nodePart : 'escrow' in kept ? kept.escrow : 0n
    expect(held(`escrow/${bill}/locked`), `escrow of ${bill}, ${told}`).toBe(waits)
  }
  const all = [...(state.balances.get('DGAI') ?? [])]
  const left = all.filter(([path, amount]) => path.startsWith('penalty/') && amount > 0n)
  expect(left, told).toEqual([])
}

test('stake and bills keep the same books, whoever loses what', () => {
  const seed = fuzzSeed()
  const counts = new Map<string, number>()
  for (let index = 0; index < fuzzRuns(60); index += 1) {
    const dice = new Dice(seed + index)
    const balances = new Map([['DGAI', new Map<string, bigint>(Object.entries(OPENING))]])
    const run = createCommandRun(network, initialState(network, { balances }), {
      ...{ id: 'run', height: 10n ** 9n },
    })
    let height = 1
    const give = (command: Command): boolean => {
      const { status } = run.apply({ height, time: height, ...command })
      const name = `${command.command} ${status}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
      return status === 'accepted'
    }
    for (const work of NODES) {
      give({ lifecycle: 'stake-operators', work, command: 'declare', capacity: [] })
      give({ lifecycle: 'stake-operators', work, command: 'stakeOwn', amount: '5000' })
    }
    let running: readonly Running[] = []
    for (let count = 0; count < COMMANDS; count += 1) {
      height += dice.pick([0, 0, 0, 0, 1, 1, dice.roll(8)])
      if (dice.once(4)) give(stakeCommand(dice))
      else if (running.length < 4) {
        const [work, cuMax] = [`b${count}`, String(1 + dice.roll(120))]
        const opens = { lifecycle: 'bills', work, command: 'open', user: 'u', model: 'm' }
        if (give({ ...opens, cuMax, verifier: 'v' })) {
          running = [...running, { work, stage: 'open', node: '' }]
        }
      } else {
        const bill = dice.pick(running)
        const command = billCommand(dice, bill)
        if (give(command)) running = running.flatMap((one) => after(one, bill, command))
      }
    }
    check(run.finish().state, `seed ${seed + index}`)
  }
  const shown = [...counts].filter(([name]) => name.endsWith('accepted'))
  console.log(`seed ${seed}: ${shown.map(([name, times]) => `${name} ${times}`).join(', ')}`)
  for (const command of ['close', 'challenge', 'refund', 'undelegate', 'unstakeOwn']) {
    expect(counts.get(`${command} accepted`) ?? 0, command).toBeGreaterThan(20)
  }
})
