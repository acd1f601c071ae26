import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { callCli, createFolder } from '../fixtures/callCli.js'

const governed = fileURLToPath(new URL('../fixtures/governed.config.ts', import.meta.url))
const NETWORK = ['--network', governed]
const STATE = [...NETWORK, '--state', 'state.json']
const ANN = ['--proposer', 'ann']

let folder = ''
beforeEach(() => {
  folder = createFolder()
  write('state.json', {
    ...{ format: 'tlmkit-state/1', network: 'toy' },
    balances: { tok: { 'caller/c1/funds': '1000', 'voter/ann/balance': '900' } },
  })
})
const call = (...args: string[]) => callCli(folder, args)
const propose = (...args: string[]) => callCli(folder, ['propose', ...args])
const write = (name: string, value: object): void => {
  writeFileSync(join(folder, name), JSON.stringify(value))
}
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const json = (text: string): unknown => JSON.parse(text)

describe('propose', () => {
  test('shows what changes, what it comes to, and the command', async () => {
    const past = ['--claims', 'claims.ndjson', '--settlement', '5', '--pool', 'caller/c1/funds']
    const { exit, stdout, stderr } = await propose(
      ...['burnRate=0.2', 'pauseGuardians=gus, gil', ...STATE, ...ANN, ...past],
      ...['--pay', 'module/grants=150', '--work', 'p1', '--height', '6', '--time', '1000'],
    )
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toMatchSnapshot()
  })

  test('its command is one that run takes', async () => {
    const { stdout } = await propose('burnRate=0.2', ...STATE, ...ANN, '--out', 'new/p.ndjson')
    expect(stdout).toContain('Written: new/p.ndjson')
    const run = await call('run', ...STATE, '--commands', 'new/p.ndjson', '--ndjson')
    const [line = ''] = run.stdout.split('\n')
    expect(json(line)).toMatchObject({
      ...{ lifecycle: 'proposals', command: 'propose', height: '0', status: 'accepted' },
      events: [{ event: 'proposed', fields: { proposer: 'ann' } }],
    })
    const quiet = await propose('burnRate=0.2', ...STATE, ...ANN, '--quiet')
    expect(quiet.stdout).toBe(read('new/p.ndjson'))
  })

  test('gives programs the same; a proposal without a name is called after what it says', async () => {
    const { stdout } = await propose('network.burnRate=0.20', ...STATE, ...ANN, '--json')
    const told = json(stdout) as { command: { work: string } }
    expect(told).toMatchObject({
      params: [{ name: 'network.burnRate', before: '0.1', after: '0.2' }],
      command: {
        changes: [{ key: 'network.burnRate', value: '0.20' }],
        ...{ payments: [], bondFrom: 'balance', time: '0' },
      },
    })
    expect(told.command.work).toMatch(/^p-[0-9a-f]{12}$/)
    const other = await propose('network.burnRate=0.3', ...STATE, ...ANN, '--json')
    expect(json(other.stdout)).not.toMatchObject({ command: { work: told.command.work } })
  })

  test('without a proposer there is no command, and the impact is told', async () => {
    write('now.json', { format: 'tlmkit-state/1', network: 'toy', balances: {} })
    const past = ['--claims', 'claims.ndjson', '--settlement', '5', '--before', 'state.json']
    const now = [...NETWORK, '--state', 'now.json']
    const { exit, stdout } = await propose('burnRate=0.2', ...now, ...past)
    expect(exit).toBe(0)
    expect(stdout).toMatch(/burned +0\.4 TOK +0\.83 TOK +\+0\.43 TOK +\+43 tok/)
    expect(stdout).toContain('Name who proposes with --proposer')
    const told = await propose('burnRate=0.2', ...now, ...past, '--json')
    expect(json(told.stdout)).toMatchObject({
      command: null,
      impact: { denominations: [{ denomination: 'tok', burned: { delta: { units: '43' } } }] },
    })
  })

  test('a value as it is stays so', async () => {
    const { stdout } = await propose('burnRate=0.10', ...NETWORK)
    expect(stdout).toContain('network.burnRate  0.1, as it is')
  })

  test('a network without governance shows what changes', async () => {
    const { exit, stdout } = await propose('mintRatio=0.9', '--network', 'pocket')
    expect(exit).toBe(0)
    expect(stdout).toContain('network.mintRatio  1 -> 0.9')
    expect(stdout).toContain('pocket has no governance')
  })
})

test('all that is wrong is told at once, each with what would be right', async () => {
  const { exit, stdout, stderr } = await propose(
    ...['burnRat=0.2', 'burnRate=0.6', 'quorum=lots', 'pay.rate=0.1', 'quorum=0.4'],
    ...['--pay', 'grants=5', '--pay', 'module/x=1.5', ...NETWORK],
  )
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^error param-unknown: .*Did you mean "burnRate"\?$/),
    expect.stringMatching(/^error value-out-of-bounds: network\.burnRate: 0\.6 .*at most 0\.5/),
    expect.stringMatching(/^error value-out-of-bounds: network\.quorum: /),
    expect.stringMatching(/^error unknown-key: pay\.rate .*network\.burnRate: change that one/),
    expect.stringMatching(/^error key-repeated: network\.quorum/),
    expect.stringMatching(/^error account-invalid: --pay/),
    expect.stringMatching(/^error number-fraction: --pay module\/x/),
  ])
  const told = await propose('burnRat=0.2', 'burnRate=7', ...NETWORK, '--json')
  const codes = told.stderr.trimEnd().split('\n').map(json)
  expect(codes).toMatchObject([
    { error: { code: 'param-unknown' } },
    { error: { code: 'value-out-of-bounds' } },
  ])
})

test.each<readonly [string, readonly string[], number, string, RegExp]>([
  ['nothing', STATE, 2, 'argument-missing', /<key=value>\.\.\./],
  ['no value', ['burnRate', ...STATE], 2, 'change-invalid', /write mintRatio=0\.975/],
  ['no key', ['=5', ...STATE], 2, 'change-invalid', /"=5"/],
  [
    'no amount',
    ['burnRate=0', ...STATE, '--pay', 'module/x'],
    2,
    'change-invalid',
    /module\/grants/,
  ],
  ['a broken name', ['burnRate=0', ...STATE, ...ANN, '--work', 'a/b'], 2, 'id-slash', /--work/],
  ['no proposer', ['burnRate=0', ...STATE, '--quiet'], 2, 'option-missing', /--proposer/],
  [
    'no governance',
    ['mintRatio=1', '--network', 'pocket', ...ANN],
    1,
    'governance-missing',
    /tlmkit diff/,
  ],
  [
    'a bond that is short',
    ['burnRate=0', ...STATE, '--proposer', 'bob'],
    1,
    'proposal-refused',
    /bond-short \(lock-proposal-bond\)/,
  ],
  [
    'a payment into stake',
    ['burnRate=0', ...NETWORK, ...ANN, '--pay', 'voter/ann/staked=1'],
    1,
    'proposal-refused',
    /payment-invalid \(proposals\)/,
  ],
  [
    'a file that is there',
    ['burnRate=0', ...STATE, ...ANN, '--out', 'state.json'],
    1,
    'out-exists',
    /--force/,
  ],
  [
    'past claims without their height',
    ['burnRate=0', ...STATE, '--claims', 'claims.ndjson'],
    2,
    'option-missing',
    /--settlement/,
  ],
  [
    'a height without claims',
    ['burnRate=0', ...STATE, '--settlement', '5'],
    2,
    'option-missing',
    /c/,
  ],
  [
    'a height of commands',
    ['burnRate=0', ...STATE, '--settlement', '5', '--commands', 'x.ndjson'],
    2,
    'option-conflict',
    /--settlement says nothing of --commands/,
  ],
])('%s is refused with its code, and nothing is written', async (_name, args, exit, code, says) => {
  const result = await propose(...args)
  expect(result).toMatchObject({ exit, stdout: '' })
  expect(result.stderr).toContain(`error ${code}`)
  expect(result.stderr).toMatch(says)
  expect(existsSync(join(folder, 'p.ndjson'))).toBe(false)
})

test('--force replaces a file', async () => {
  const args = ['burnRate=0.2', ...STATE, ...ANN, '--out', 'claims.ndjson', '--force']
  expect(await propose(...args)).toMatchObject({ exit: 0 })
  expect(read('claims.ndjson')).toMatch(/^\{"bondFrom".*\n$|^\{.*"proposals".*\n$/)
})
