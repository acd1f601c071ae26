import { createHash } from 'node:crypto'
import {
  accountOf,
  amount,
  claimOf,
  compileNetwork,
  createCommandRun,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  definePipeline,
  defineTlm,
  Hasher,
  id,
  initialState,
  parseRatio,
  units,
  use,
  type State,
} from '@tlmkit/core'

const bills = defineClaimKind('bills', {
  key: ['bill', 'step'],
  columns: {
    bill: id('bill'),
    step: units(),
    user: id('user'),
    node: id('node'),
    computeUnits: units(),
    price: amount('tok'),
    budget: amount('tok'),
  },
})

const fee = parseRatio('0.02', 'fee')
const bonus = parseRatio('0.005', 'bonus')
const treasury = parseRatio('0.05', 'treasury')

const settleBill = defineTlm({
  name: 'settle-bill',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    user: id('user'),
    node: id('node'),
    computeUnits: units(),
    price: amount(),
    budget: amount(),
  },
  reasons: ['pay', 'bonus'],
  rule({ user, node, computeUnits, price, budget }, _params, claim) {
    const gross = price.forUnits(computeUnits).as('gross')
    const capped = gross.min(budget).as('capped')
    const parts = claim.split(capped, {
      from: user.bucket('funds'),
      reason: 'pay',
      cuts: {
        fee: { to: 'module/operations', share: fee, round: 'ceil' },
        treasury: { to: 'module/treasury', share: treasury, round: 'floor' },
      },
      rest: node.bucket('account'),
    })
    const extra = parts.rest.times(bonus, 'floor').as('extra')
    claim.transfer(extra, { from: 'module/treasury', to: node.bucket('account'), reason: 'bonus' })
  },
})

type Meter = { readonly steps: bigint }

const meter = defineLifecycle<Meter>()({
  name: 'meter',
  commands: {
    bill: defineCommand<Meter>()({
      columns: { user: id('user'), node: id('node'), computeUnits: units() },
      codes: [],
      reduce(state, { user, node, computeUnits }, { work }) {
        const step = state?.steps ?? 0n
        const row = { bill: work, step, user, node, computeUnits, price: 42n, budget: 10n ** 9n }
        return { state: { steps: step + 1n }, claims: [claimOf(bills, row)] }
      },
    }),
  },
})

const network = defineNetwork({
  name: 'bench',
  denominations: { tok: { decimals: 6, symbol: 'TOK' } },
  kinds: { bills: definePipeline(bills, [use(settleBill)]) },
  lifecycles: [meter],
})

const USERS = 100
const OPENING = 10n ** 15n

function opening(): State {
  const accounts = new Map<string, bigint>([['module/treasury', OPENING]])
  for (let user = 0; user < USERS; user++) {
    accounts.set(accountOf('user', `u${user}`, 'funds'), OPENING)
  }
  return initialState(network, { balances: new Map([['tok', accounts]]) })
}

export interface Workload {
  readonly user: string
  readonly node: string
  readonly computeUnits: number
}

/** Bills of 100 users and 50 nodes, the same in every run. */
export function billsOf(count: number): readonly Workload[] {
  return Array.from({ length: count }, (_, index) => ({
    user: `u${index % USERS}`,
    node: `n${index % 50}`,
    computeUnits: 1000 + ((index * 7919) % 5000),
  }))
}

/** Nodes of the plan that the rule recorded. */
export function nodeCount(): number {
  const compiled = compileNetwork(network, {}, new Hasher())
  return compiled.pipelines.get('bills')?.get('default')?.plan.nodes.length ?? 0
}

/** Applies every bill as a lifecycle command; gives the milliseconds and the balances. */
export function runCommands(work: readonly Workload[]): Measured {
  const sha256 = () => createHash('sha256')
  const run = createCommandRun(network, opening(), { id: 'bench', height: 1n, sha256 })
  const commands = work.map((bill) => ({
    lifecycle: 'meter',
    work: 'm1',
    command: 'bill',
    height: 1,
    ...bill,
  }))
  const start = performance.now()
  for (const command of commands) run.apply(command)
  const milliseconds = performance.now() - start
  const { state } = run.finish()
  const wholeMilliseconds = performance.now() - start
  return { milliseconds, wholeMilliseconds, balances: state.balances.get('tok') ?? new Map() }
}

export interface Measured {
  readonly milliseconds: number
  /** With what comes once per group. */
  readonly wholeMilliseconds: number
  readonly balances: ReadonlyMap<string, bigint>
}

/** The same bills in idiomatic code: bigint and one Map, no journal, no undo, no lifecycle. */
export function runPlain(work: readonly Workload[]): Measured {
  const balances = new Map(opening().balances.get('tok'))
  const move = (from: string, to: string, value: bigint): void => {
    const held = balances.get(from) ?? 0n
    if (held < value) throw new Error('short')
    balances.set(from, held - value)
    balances.set(to, (balances.get(to) ?? 0n) + value)
  }
  const start = performance.now()
  for (const { user, node, computeUnits } of work) {
    const gross = 42n * BigInt(computeUnits)
    const capped = gross < 10n ** 9n ? gross : 10n ** 9n
    const feePart = (capped * 2n + 99n) / 100n
    const treasuryPart = (capped * 5n) / 100n
    const rest = capped - feePart - treasuryPart
    move(`user/${user}/funds`, 'module/operations', feePart)
    move(`user/${user}/funds`, 'module/treasury', treasuryPart)
    move(`user/${user}/funds`, `node/${node}/account`, rest)
    move('module/treasury', `node/${node}/account`, (rest * 5n) / 1000n)
  }
  const milliseconds = performance.now() - start
  return { milliseconds, wholeMilliseconds: milliseconds, balances }
}
