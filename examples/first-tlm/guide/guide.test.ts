import {
  account,
  amount,
  compileNetwork,
  createCommandRun,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  describePipeline,
  Hasher,
  id,
  initialState,
  list,
  settle,
  units,
  use,
} from '@tlmkit/core'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jobs, workers } from './claims.ts'
import { decayPrice } from './decayPrice.ts'
import { network } from './network.ts'
import { explainer, input, result, state } from './settleGuide.ts'
import { teamPay } from './teamPay.ts'

const readText = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = readText('../../../packages/core/README.md')

/** Code without what its surroundings add: imports, `export`, indentation. */
const plain = (code: string): string =>
  code
    .replaceAll(/^import [^']*'[^']*'\n/gm, '')
    .replaceAll(/^ *(?:export )?/gm, '')
    .replaceAll(/\n+/g, '\n')
    .trim()

test('every block of code in the guide stands in these files', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.ts'))
  const code = plain([...files, '../payWithFee.ts'].map((name) => readText(name)).join('\n'))
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((block) => block[1] ?? '')
  expect(blocks.length).toBeGreaterThan(8)
  for (const block of blocks) expect(code).toContain(plain(block))
})

/** The cells of the table rows under a heading of the guide. */
const rowsUnder = (heading: string): readonly (readonly string[])[] => {
  const section = readme.split(`${heading}\n`)[1]?.split(/^#+ /m)[0] ?? ''
  const rows = [...section.matchAll(/^\| (.*) \|$/gm)].map((row) => (row[1] ?? '').split(' | '))
  return rows.slice(1).map((cells) => cells.map((cell) => cell.replaceAll('`', '').trim()))
}

test('the settlement of the guide comes out as it is written', () => {
  const balances = rowsUnder('### Settle').map(([name = '', units_ = '']) => [name, BigInt(units_)])
  expect(balances).toHaveLength(7)
  expect(Object.fromEntries(result.state.balances.get('tok') ?? [])).toMatchObject(
    Object.fromEntries(balances),
  )
  expect(result.receipt.claims).toEqual({ settled: 3, finished: 2, discarded: 1, deferred: 1 })
  expect(result.dust).toEqual([])
  expect(settle(network, result.state, input)).toMatchObject({
    receiptHash: result.receiptHash,
    repeated: true,
  })
})

test('the explanation of the guide comes out as it is written', () => {
  const { steps } = explainer.explain('jobs', ['c', 'a'])
  const values = steps.flatMap((step) =>
    step.step === 'value' ? [[step.tlm, step.name, step.formula, step.numbers, step.value]] : [],
  )
  expect(rowsUnder('### Explain')).toEqual(values)
})

test('a pipeline tells its powers', () => {
  const { pipelines } = compileNetwork(network, {}, new Hasher())
  const standard = pipelines.get('jobs')!.get('default')!
  const { debits, mints, partitionBy } = describePipeline(standard)
  expect(debits.map((debit) => debit.account)).toEqual(['caller/{customer}/funds'])
  expect(mints.map((mint) => mint.account)).toEqual(['pool/bonus'])
  expect(partitionBy).toEqual(['customer'])
})

test('commands move money with the state', () => {
  const run = createCommandRun(network, result.state, { id: 'deposits-1', height: 101n })
  const command = { lifecycle: 'customer', work: 'c', command: 'deposit', height: 101 }
  expect(run.apply({ ...command, amount: '60' })).toMatchObject({ code: 'insufficient-funds' })
  expect(run.apply({ ...command, amount: '20' })).toMatchObject({ status: 'accepted' })
  const { receipt, state: after } = run.finish()
  expect(receipt.claims.settled).toBe(1)
  expect(after.lifecycles.get('customer')?.get('c')?.state).toEqual({ deposits: 1n })
  expect(after.balances.get('tok')?.get('caller/c/wallet')).toBe(30n)
})

test('a per-claim price computes what the rule language cannot', () => {
  const decaying = defineNetwork({
    name: 'decay',
    denominations: network.denominations,
    kinds: { jobs: definePipeline(jobs, [use(decayPrice)]) },
  })
  const settled = settle(decaying, initialState(decaying), {
    ...input,
    tables: { [workers.name]: input.tables?.['workers'] ?? { rows: [] } },
  })
  const claimed = settled.blocks.flatMap(({ entries }) => entries.map((entry) => entry.claimed))
  expect(claimed).toEqual([21n, 6n, undefined, 0n, 4n])
  expect(state.height).toBe(0n)
})

test('moves in lists and under conditions', () => {
  const tasks = defineClaimKind('tasks', {
    key: ['customer', 'worker'],
    columns: {
      customer: id('caller'),
      worker: id('worker'),
      reward: amount('tok'),
      tips: amount('tok'),
      team: list({ to: account(), weight: units(), late: units() }),
    },
  })
  const teams = defineNetwork({
    name: 'teams',
    denominations: network.denominations,
    kinds: { tasks: definePipeline(tasks, [use(teamPay)]) },
    genesis: { tok: { 'caller/c/funds': 1000n } },
  })
  const task = { customer: 'c', reward: 100, tips: 9 }
  const member = (name: string, late: number) => ({ to: `person/${name}`, weight: 1, late })
  const team = [member('x', 0), member('y', 1), member('z', 0)]
  const rows = [
    { ...task, worker: 'alone', team: [] },
    { ...task, worker: 'many', team },
    { ...task, worker: 'twice', team: [...team, member('x', 0)] },
  ]
  const done = settle(teams, initialState(teams), {
    id: 't',
    height: 1n,
    claims: { tasks: { rows } },
  })
  expect(done.receipt.claims).toMatchObject({ settled: 2, discarded: 1 })
  expect(Object.fromEntries(done.state.balances.get('tok') ?? [])).toEqual({
    'caller/c/funds': 792n,
    'worker/alone/account': 100n,
    'person/x': 38n,
    'person/y': 33n,
    'person/z': 37n,
  })
  expect(done.state.tallies).toEqual(new Map([['worker/many/team', 3n]]))
})
