import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { INPUTS, SCRIPT, callCli, createFolder } from '../fixtures/callCli.js'

const NETWORK = SCRIPT.slice(0, 2)
const STATE = [...NETWORK, '--state', 'leases.json']

let folder = ''
beforeEach(() => {
  folder = createFolder()
})
const call = (...args: string[]) => callCli(folder, args)
const json = (text: string): unknown => JSON.parse(text)
/** Changes the text of the state. */
const change = (from: string, to: string): void => {
  const text = readFileSync(join(folder, 'leases.json'), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, 'leases.json'), text.replace(from, to))
}

describe('insurance', () => {
  test('tells what the pool holds, and by cause what came in and went out', async () => {
    const { exit, stdout } = await call('insurance', ...STATE)
    expect(exit).toBe(0)
    expect(stdout).toMatchSnapshot()
  })

  test('gives programs base units, and what no cause accounts for', async () => {
    const { stdout } = await call('insurance', ...STATE, '--json')
    expect(json(stdout)).toMatchObject({
      account: 'module/insurance',
      balances: [{ denomination: 'ulea', amount: '700001' }],
      causes: [{ cause: 'failure', in: '1000001', out: '500000' }],
      total: { in: '1000001', out: '500000' },
      other: '200000',
    })
  })

  test('after a run, what came in less what went out is what there is', async () => {
    await call('run', ...SCRIPT, '--state-out', 'after.json')
    const { stdout } = await call('insurance', ...NETWORK, '--state', 'after.json', '--json')
    expect(json(stdout)).toMatchObject({ balances: [{ amount: '500001' }], other: '0' })
  })

  test('a pool may have another account; one that never held anything has none', async () => {
    change('"tallies": {', '"tallies": { "reserve/late/in": "7",')
    const other = await call('insurance', ...STATE, '--account', 'module/reserve')
    expect(other.stdout).toMatch(/balance +none[^]*late +0\.000007 LEA +0 LEA/)
    const genesis = await call('insurance', ...NETWORK)
    expect(genesis.stdout).toContain('Nothing came in or went out by a cause.')
  })
})

describe('node', () => {
  test('tells what a node has: balances, bonds, strikes, listing, work', async () => {
    const { exit, stdout } = await call('node', 'n1', ...STATE)
    expect(exit).toBe(0)
    expect(stdout).toMatchSnapshot()
  })

  test('gives programs the same', async () => {
    const { stdout } = await call('node', 'n2', ...STATE, '--json')
    expect(json(stdout)).toMatchObject({
      node: 'n2',
      balances: [{ account: 'operator/n2/free', denomination: 'ulea', amount: '5000000' }],
      works: [{ lifecycle: 'executors', work: 'l2/n2', state: { done: false } }],
    })
  })

  test('knows a node of any network by the accounts it owns', async () => {
    const inputs = INPUTS.slice(0, 4)
    const { stdout } = await call('node', 'c1', ...inputs)
    expect(stdout).toBe('Node c1 of toy at height 0\n  caller/c1/funds  10 TOK  1,000 tok\n')
  })

  test('shows twenty works of a lifecycle, and any state', async () => {
    const work = (n: number): string =>
      `"n1/${n}": { "paramsVersion": 1, "state": ["x\\u001b", null, { "ownDebt": { "$bigint": "5" } }] }`
    const works = Array.from({ length: 25 }, (_, n) => work(n)).join(',')
    change('"listings": {', `"leases": { ${works} }, "listings": {`)
    const { stdout } = await call('node', 'n1', ...STATE)
    expect(stdout).toContain('... and 5 more: --json writes all')
    expect(stdout).toContain(
      '0          x\\u{1b}\n  1          none\n  2.ownDebt  0.000005 LEA (5 ulea)',
    )
  })
})

test.each<readonly [string, readonly string[], number, string, RegExp]>([
  ['no node', ['node', ...STATE], 2, 'argument-missing', /<id>/],
  ['an unknown node', ['node', 'n3', ...STATE], 1, 'node-unknown', /Did you mean "n1"/],
  ['a node with a slash', ['node', 'n/1', ...STATE], 2, 'id-slash', /<id>/],
  ['no account', ['insurance', ...STATE, '--account', 'pool'], 2, 'account-invalid', /--account/],
  ['no network', ['insurance'], 2, 'option-missing', /--network/],
  [
    'another state',
    ['node', 'n1', ...NETWORK, '--state', 'state.json'],
    1,
    'state-of-another-network',
    /"toy"/,
  ],
  ['no state', ['insurance', ...NETWORK, '--state', 'x.json'], 1, 'file-not-found', /x\.json/],
])('%s is refused with its code', async (_name, args, exit, code, says) => {
  const result = await call(...args)
  expect(result).toMatchObject({ exit, stdout: '' })
  expect(result.stderr).toContain(`error ${code}`)
  expect(result.stderr).toMatch(says)
})
