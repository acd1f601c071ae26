import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { SCRIPT, callCli, createFolder } from '../fixtures/callCli.js'

const rated = fileURLToPath(new URL('../fixtures/rated.config.ts', import.meta.url))
const CLAIMS = ['--claims', 'claims.ndjson', '--height', '5']
const INPUT = ['--network', rated, '--state', 'state.json', ...CLAIMS]
const BOTH = ['--params', 'a.json', '--against', 'b.json']

let folder = ''
beforeEach(() => {
  folder = createFolder()
  write('a.json', '{"network":{"burnRate":"0.1"}}')
  write('none.json', '{}')
  write('b.json', '{"network":{"burnRate":"0.2"}}')
})
const call = (...args: string[]) => callCli(folder, args)
const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text)
}
const json = (text: string): unknown => JSON.parse(text)

describe('diff', () => {
  // 415 tok of five claims; 40 and 83 of them are burned, rounded down claim by claim.
  test('tells people who gains, who loses, and what leaves the supply', async () => {
    const { exit, stdout, stderr } = await call('diff', ...INPUT, ...BOTH)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toMatchSnapshot()
  })

  test('gives programs exact figures', async () => {
    const { stdout } = await call('diff', ...INPUT, ...BOTH, '--json')
    const change = (before: string, after: string, delta: string) => ({
      before: { units: before },
      after: { units: after },
      delta: { units: delta },
    })
    expect(json(stdout)).toMatchObject({
      network: 'toy',
      before: 'a.json',
      after: 'b.json',
      equal: false,
      params: [{ name: 'network.burnRate', before: '0.1', after: '0.2' }],
      claims: {
        settled: { before: 5, after: 5, delta: 0 },
        discarded: { before: 1, after: 1, delta: 0 },
      },
      denominations: [
        {
          denomination: 'tok',
          burned: change('40', '83', '43'),
          supply: change('-40', '-83', '-43'),
          paid: change('375', '332', '-43'),
          payees: { before: 4, after: 4, delta: 0 },
          ...{ winners: 0, losers: 4, unchanged: 1 },
          gini: { before: { exact: '0.59' }, after: { exact: '197/332', decimal: '0.593373' } },
          topTenShare: { before: { exact: '1' }, after: { exact: '1' } },
        },
      ],
      accounts: [
        { account: 'worker/w3/account', ...change('5', '4', '-1') },
        { account: 'worker/w9/account' },
        { account: 'worker/w2/account', ...change('95', '84', '-11') },
        { account: 'worker/w1/account', ...change('270', '240', '-30') },
      ],
    })
  })

  test('its figures are those of two settlements', async () => {
    const { stdout } = await call('diff', ...INPUT, ...BOTH, '--json')
    const { denominations } = json(stdout) as { denominations: Record<string, object>[] }
    for (const [file, side] of [
      ['a.json', 'before'],
      ['b.json', 'after'],
    ] as const) {
      const settled = await call('settle', ...INPUT, '--params', file, '--json')
      const { supply } = json(settled.stdout) as { supply: { burned: object; change: object }[] }
      expect(denominations[0]?.['burned']).toMatchObject({ [side]: supply[0]?.burned })
      expect(denominations[0]?.['supply']).toMatchObject({ [side]: supply[0]?.change })
    }
  })

  test('without --params the values before are those of the state, or the schema', async () => {
    const bare = await call('diff', ...INPUT, '--against', 'b.json', '--json')
    const both = await call('diff', ...INPUT, ...BOTH, '--json')
    expect({ ...(json(bare.stdout) as object), before: 'a.json' }).toEqual(json(both.stdout))
  })

  test('work stays with the version it opened with, and each has the values', async () => {
    const versions = [
      { version: 1, from: '0', values: { network: { burnRate: '0.3' } } },
      { version: 2, from: '4', values: { network: { burnRate: '0.5' } } },
    ]
    write('none.ndjson', '')
    const none = INPUT.map((arg) => (arg === 'claims.ndjson' ? 'none.ndjson' : arg))
    await call('settle', ...none, '--id', 'none', '--state-out', 'state.json')
    const state = json(readFileSync(join(folder, 'state.json'), 'utf8')) as object
    write('state.json', JSON.stringify({ ...state, params: versions }))
    const { stdout } = await call('diff', ...INPUT, '--against', 'b.json', '--json')
    const burned = { before: { units: '206' }, after: { units: '83' } }
    expect(json(stdout)).toMatchObject({ denominations: [{ burned }] })
  })

  test.each([
    ['held in Arrow', ['claims.arrow']],
    ['streamed', ['claims.ndjson', '--stream', '--memory', '64KiB', '--tmp', '.']],
    ['by the reference engine', ['claims.ndjson', '--engine', 'reference']],
  ])('%s the claims come to the same', async (_name, claims) => {
    await call('convert', 'claims.ndjson', 'claims.arrow', '--network', rated, '--kind', 'jobs')
    const held = await call('diff', ...INPUT, ...BOTH, '--json')
    const input = INPUT.flatMap((arg) => (arg === 'claims.ndjson' ? claims : [arg]))
    const other = await call('diff', ...input, ...BOTH, '--json')
    expect(other).toMatchObject({ exit: 0, stderr: '' })
    expect({ ...(json(other.stdout) as object), settled: '' }).toEqual({
      ...(json(held.stdout) as object),
      settled: '',
    })
  })

  test('--expect-equal tells by its exit code whether anything differs', async () => {
    const differs = await call('diff', ...INPUT, ...BOTH, '--expect-equal')
    expect(differs).toMatchObject({ exit: 3, stderr: '' })
    expect(differs.stdout).toMatch(/losers +4/)
    const same = ['--params', 'b.json', '--against', 'b.json', '--expect-equal']
    const equal = await call('diff', ...INPUT, ...same)
    expect(equal).toMatchObject({ exit: 0, stderr: '' })
    expect(equal.stdout).toContain('Nothing differs')
  })

  test('tells what accounts that must stay solvent hold at their lowest', async () => {
    const pools = ['--pool', 'caller/c1/funds', '--pool', 'module/none']
    const { stdout } = await call('diff', ...INPUT, ...BOTH, ...pools)
    expect(stdout).toMatch(/Pools\n.*\n +caller\/c1\/funds at the end +5.85 TOK +5.85 TOK +0 TOK/)
    const { stdout: told } = await call('diff', ...INPUT, ...BOTH, ...pools, '--json')
    const course = { closing: { units: '585' }, lowest: { units: '585' }, lowestIn: 'height-5' }
    expect(json(told)).toMatchObject({
      pools: [
        { account: 'caller/c1/funds', denomination: 'tok', before: course, after: course },
        { account: 'module/none', before: { closing: { units: '0' } } },
      ],
    })
  })

  test('compares a file of commands', async () => {
    const args = ['diff', ...SCRIPT, '--against', 'none.json', '--group', '2', '--expect-equal']
    const { exit, stdout } = await call(...args)
    expect(exit).toBe(0)
    expect(stdout).toMatch(/commands accepted +5 +5 +0\n +commands refused +4 +4 +0/)
  })
})

type Refusal = readonly [string, readonly string[], number, string, RegExp]

describe('is refused with its code', () => {
  const AGAINST = ['--against', 'b.json']
  test.each<Refusal>([
    ['nothing to compare with', [...INPUT], 2, 'option-missing', /--against/],
    ['no claims', ['--network', rated, ...AGAINST], 2, 'option-missing', /--claims/],
    ['no height', [...INPUT.slice(0, 6), ...AGAINST], 2, 'option-missing', /--height/],
    [
      'claims and commands',
      [...INPUT, ...AGAINST, '--commands', 'commands.ndjson'],
      2,
      'option-conflict',
      /only one of --claims, --commands/,
    ],
    [
      'a height of commands',
      [...SCRIPT, ...AGAINST, '--height', '5'],
      2,
      'option-conflict',
      /--height says nothing of --commands/,
    ],
    ['a group of claims', [...INPUT, ...AGAINST, '--group', '5'], 2, 'option-conflict', /--group/],
    [
      'an unknown key',
      [...INPUT, '--against', 'c.json'],
      1,
      'params-unknown-key',
      /c\.json: network "toy"/,
    ],
    [
      'a value',
      [...INPUT, '--against', 'd.json'],
      1,
      'params-invalid',
      /d\.json: .*burnRate is "1\.2".*at most 1/,
    ],
    [
      'an unknown owner',
      [...INPUT, '--against', 'e.json'],
      1,
      'params-unknown-tlm',
      /Did you mean "pay"/,
    ],
    ['no account', [...INPUT, ...AGAINST, '--pool', 'x'], 2, 'account-invalid', /--pool/],
    ['no file', [...INPUT, '--against', 'x.json'], 1, 'file-not-found', /x\.json/],
    ['a list', [...INPUT, '--against', 'list.json'], 1, 'params-invalid', /list\.json/],
  ])('%s', async (_name, args, exit, code, says) => {
    write('c.json', '{"network":{"burnRat":"0.2"}}')
    write('d.json', '{"network":{"burnRate":"1.2"}}')
    write('e.json', '{"pya":{"burnRate":"0.2"}}')
    write('list.json', '[]')
    const result = await call('diff', ...args)
    expect(result).toMatchObject({ exit, stdout: '' })
    expect(result.stderr).toContain(`error ${code}`)
    expect(result.stderr).toMatch(says)
  })

  test.each([
    ['claims', INPUT, 'settle'],
    ['commands', SCRIPT, 'run'],
  ])('a state that has these %s behind it', async (_name, input, command) => {
    await call(command, ...input, '--state-out', 'after.json')
    const { exit, stderr } = await call(
      'diff',
      ...input.map((arg) => (arg === 'state.json' ? 'after.json' : arg)),
      ...(input.includes('--state') ? [] : ['--state', 'after.json']),
      ...['--against', input === SCRIPT ? 'none.json' : 'b.json'],
    )
    expect([exit, stderr.split(':')[0]]).toEqual([1, 'error state-settled-already'])
  })
})
