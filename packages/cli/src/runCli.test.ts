import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { INPUTS, SETTLEMENT, callCli, createFolder } from '../fixtures/callCli.js'
import { COMMANDS } from './commands/COMMANDS.js'

let folder = ''
beforeEach(() => {
  folder = createFolder()
})
const run = (...args: string[]) => callCli(folder, args)
const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')
const json = (text: string): unknown => JSON.parse(text)

describe('settle', () => {
  test('tells people what happened', async () => {
    const { exit, stdout, stderr } = await run('settle', ...SETTLEMENT)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout.replace(/[0-9a-f]{64}/g, '<hash>')).toMatchSnapshot()
  })

  test('writes journal, receipt, state and payees, and leaves nothing else', async () => {
    const files = ['--out', 'out/deep', '--state-out', 'after.json', '--payees', 'payees.csv']
    const { stdout } = await run('settle', ...SETTLEMENT, ...files)
    expect(stdout).toContain('Written: out/deep/journal.ndjson, out/deep/receipt.json, payees.csv')
    expect(readdirSync(path('out/deep')).sort()).toEqual(['journal.ndjson', 'receipt.json'])
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
    expect(read('payees.csv')).toBe(
      'account,denomination,base_units,tokens\n' +
        'module/treasury,tok,25,0.25\n' +
        'worker/w1/account,tok,135,1.35\n' +
        'worker/w2/account,tok,95,0.95\n',
    )
    const { balances } = json(read('after.json')) as { balances: { tok: Record<string, string> } }
    expect(balances.tok['caller/c1/funds']).toBe('745')
  })

  test('the same id twice gives the same receipt and posts nothing', async () => {
    await run('settle', ...SETTLEMENT, '--state-out', 'state.json')
    const before = read('state.json')
    const again = await run('settle', ...SETTLEMENT, '--state-out', 'state.json', '--out', 'out')
    expect(again.stdout).toContain('nothing was posted again')
    expect(read('state.json')).toBe(before)
    expect(existsSync(path('out/receipt.json'))).toBe(true)
    expect(existsSync(path('out/journal.ndjson'))).toBe(false)
    const next = await run('settle', ...SETTLEMENT, '--id', 'later', '--json')
    expect(json(next.stdout)).toMatchObject({ claims: { settled: 0, discarded: 5 } })
  })

  test.each([
    ['--payees', 'jobs.ndjson'],
    ['--payees', 'opening.json'],
    ['--state-out', 'tables/x.json'],
  ])('%s %s would overwrite what it reads, and is refused', async (option, file) => {
    const claims = SETTLEMENT[SETTLEMENT.indexOf('--claims') + 1] ?? ''
    const state = SETTLEMENT[SETTLEMENT.indexOf('--state') + 1] ?? ''
    const names: Record<string, string> = { 'jobs.ndjson': claims, 'opening.json': state }
    const tables = SETTLEMENT[SETTLEMENT.indexOf('--tables') + 1] ?? ''
    const target = names[file] ?? `${tables}/x.json`
    const { exit, stderr } = await run('settle', ...SETTLEMENT, option, target)
    expect([exit, stderr.split(':')[0]]).toEqual([2, 'error option-conflict'])
  })

  test('an error never sends control characters of data to the terminal', async () => {
    const { stderr } = await run('\u001b[31msettle')
    expect(stderr).toContain('\\u{1b}')
    expect(stderr).not.toContain('\u001b')
  })

  test('a dry run writes nothing', async () => {
    const files = ['--out', 'out', '--state-out', 'after.json', '--payees', 'p.csv', '--dry-run']
    const { exit } = await run('settle', ...SETTLEMENT, ...files)
    expect(exit).toBe(0)
    expect(['out', 'after.json', 'p.csv'].map((name) => existsSync(path(name)))).not.toContain(true)
  })

  test('gives programs exact amounts', async () => {
    const { stdout } = await run('settle', ...SETTLEMENT, '--json', '--only', 'c1/a')
    expect(json(stdout)).toMatchObject({
      settlement: 'height-5',
      claims: { settled: 2, finished: 1, discarded: 2, deferred: 1, capped: 1 },
      payouts: [
        { account: 'worker/w1/account', denomination: 'tok', units: '135', tokens: '1.35 TOK' },
        { account: 'worker/w2/account', units: '95' },
        { account: 'module/treasury', units: '25' },
      ],
      shown: [{ kind: 'jobs', key: ['c1', 'a'], claimed: '300', settled: '150', capped: true }],
    })
  })

  test('writes one line per claim, then the summary', async () => {
    const { stdout } = await run('settle', ...SETTLEMENT, '--ndjson')
    const lines = stdout.trimEnd().split('\n').map(json)
    expect(lines).toHaveLength(7)
    expect(lines[5]).toMatchObject({ type: 'claim', status: 'deferred', code: 'worker-new' })
    expect(lines[6]).toMatchObject({ type: 'summary', claims: { settled: 2 } })
  })

  test.each([
    ['jobs', 6],
    ['jobs/c1', 5],
    ['c2', 1],
    ['c1/a', 1],
    ['c2/b', 0],
  ])('--only %s shows %i claims', async (only, count) => {
    const { stdout } = await run('settle', ...SETTLEMENT, '--ndjson', '--only', only)
    expect(stdout.match(/"type":"claim"/g) ?? []).toHaveLength(count)
  })

  test('takes CRLF, a byte order mark, blank lines, lists, several files', async () => {
    const receiptOf = async (...claims: string[]): Promise<unknown> => {
      const args = SETTLEMENT.filter((arg) => arg !== '--claims' && arg !== 'claims.ndjson')
      const given = claims.flatMap((file) => ['--claims', file])
      const { stdout } = await run('settle', ...args, ...given, '--json')
      return (json(stdout) as { receiptHash: string }).receiptHash
    }
    const plain = await receiptOf('claims.ndjson')
    const lines = read('claims.ndjson').trimEnd().split('\n')
    writeFileSync(path('crlf.ndjson'), `\uFEFF${lines.join('\r\n\r\n')}`)
    writeFileSync(path('list.json'), `\uFEFF[\r\n${lines.join(',\r\n')}]`)
    writeFileSync(path('first.ndjson'), lines.slice(0, 2).join('\n'))
    writeFileSync(path('rest.jsonl'), `${lines.slice(2).reverse().join('\n')}\n`)
    expect(await receiptOf('crlf.ndjson')).toBe(plain)
    expect(await receiptOf('jobs=list.json')).toBe(plain)
    expect(await receiptOf('jobs=rest.jsonl', 'first.ndjson')).toBe(plain)
  })

  test('both engines say the same', async () => {
    const [columnar, reference] = await Promise.all(
      ['columnar', 'reference'].map((engine) =>
        run('settle', ...SETTLEMENT, '--engine', engine, '--json'),
      ),
    )
    expect(reference).toEqual(columnar)
  })

  test('a file of no lines has no claims', async () => {
    writeFileSync(path('claims.ndjson'), '\uFEFF\r\n')
    const { stdout } = await run('settle', ...SETTLEMENT, '--json')
    expect(json(stdout)).toMatchObject({ claims: { settled: 0, discarded: 0 } })
  })

  test('takes a params file as the first version of a new state', async () => {
    writeFileSync(path('params.json'), '{}')
    await run('settle', ...SETTLEMENT, '--params', 'params.json', '--state-out', 'after.json')
    expect(json(read('after.json'))).toMatchObject({ params: [{ version: 1, from: '0' }] })
  })
})

describe('verify', () => {
  beforeEach(async () => {
    await run('settle', ...SETTLEMENT, '--out', 'out', '--state-out', 'after.json')
  })

  test('proves a journal alone, and against its inputs', async () => {
    const alone = await run('verify', 'out')
    expect(alone).toMatchObject({ exit: 0, stderr: '' })
    expect(alone.stdout).toContain('Not proved: that these amounts were due.')
    const whole = await run('verify', 'out', ...INPUTS)
    expect(whole).toMatchObject({ exit: 0, stderr: '' })
    expect(whole.stdout).toContain('Everything was computed again from the inputs and is the same.')
  })

  test.each([
    ['a changed line', 'out/journal.ndjson', '"amount":"135"', '"amount":"136"', 'block 0'],
    ['a changed root', 'out/receipt.json', '"payouts": 3', '"payouts": 4', '4 net payouts'],
    ['a changed supply', 'out/receipt.json', '"minted": "0"', '"minted": "9"', 'minted 9 tok'],
  ])('%s differs', async (_name, file, from, to, sentence) => {
    const text = read(file)
    expect(text).toContain(from)
    writeFileSync(path(file), text.replace(from, to))
    const { exit, stdout } = await run('verify', 'out')
    expect(exit).toBe(3)
    expect(stdout).toMatch(new RegExp(`DIFFERS.*${sentence}`, 'i'))
  })

  test('other claims differ, and the claim is named', async () => {
    const claims = read('claims.ndjson').replace('"asked":"105"', '"asked":"106"')
    writeFileSync(path('claims.ndjson'), claims)
    const { exit, stdout } = await run('verify', 'out', ...INPUTS)
    expect(exit).toBe(3)
    expect(stdout).toContain('claim jobs/c1/b: claimed is "105" in the journal and "106"')
    expect(stdout).toContain('they hash differently')
  })

  test('a published hash that is another differs', async () => {
    expect(await run('verify', 'out', '--hash', 'ab'.repeat(32))).toMatchObject({ exit: 3 })
  })

  test('the state after it cannot prove it', async () => {
    const inputs = INPUTS.map((arg) => (arg === 'state.json' ? 'after.json' : arg))
    const { exit, stderr } = await run('verify', 'out', ...inputs)
    expect(exit).toBe(1)
    expect(stderr).toContain('state-settled-already')
  })
})

describe('explain', () => {
  test('a capped claim reads like an account of what happened', async () => {
    const { exit, stdout } = await run('explain', 'jobs/c1/a', ...SETTLEMENT)
    expect(exit).toBe(0)
    expect(stdout).toMatchSnapshot()
  })

  test('its postings are those of the journal', async () => {
    await run('settle', ...SETTLEMENT, '--out', 'out')
    const [line = ''] = read('out/journal.ndjson').split('\n')
    const journal = ['--journal', 'out/journal.ndjson']
    const { stdout } = await run('explain', 'c1/a', ...SETTLEMENT, ...journal, '--json')
    const { postings } = json(line) as { postings: unknown[] }
    expect(json(stdout)).toMatchObject({ postings, outcome: { status: 'settled' } })
  })

  test.each([
    ['jobs/c1/c', 'discarded by intake: worker-unknown'],
    ['jobs/c1/d', 'not due yet: worker-new'],
    ['jobs/c1/z', 'finished early by fair-share: zero'],
    ['jobs/c2/a', 'insufficient-funds, at caller/c2/funds holds 27 tok, needs 28'],
    ['worker/w1/account', 'net 1.35 TOK (135 tok) in 1 posting'],
    ['w2', 'net 0.95 TOK (95 tok) in 1 posting'],
  ])('%s: %s', async (name, sentence) => {
    const { exit, stdout } = await run('explain', name, ...SETTLEMENT)
    expect(exit).toBe(0)
    expect(stdout).toContain(sentence)
  })
})

describe('graph', () => {
  test('draws what may happen, and what happened to a claim', async () => {
    const [, network = ''] = INPUTS
    const plan = await run('graph', 'jobs', '--network', network)
    expect(plan.stdout).toMatchSnapshot()
    const claim = await run('graph', ...SETTLEMENT, '--claim', 'c1/a')
    expect(claim.stdout).toContain('account0 -->|"pay: pay 0.15 TOK (15 tok)"| account1')
  })
})

describe('validate', () => {
  test('finds nothing in good files', async () => {
    const { exit, stdout } = await run('validate', ...INPUTS)
    expect(exit).toBe(0)
    expect(stdout).toContain('6 claims of kind "jobs"')
  })

  test('lists every fault with its file and line, and settles nothing', async () => {
    const lines = read('claims.ndjson').split('\n')
    lines[1] = '{"caller":'
    lines[3] = lines[3]?.replace('"5"', '1.5') ?? ''
    writeFileSync(path('claims.ndjson'), lines.join('\n'))
    writeFileSync(
      path('tables/workers.json'),
      '[{"worker":"w1","rank":1},{"worker":"w1","rank":2}]',
    )
    const { exit, stdout } = await run('validate', ...INPUTS)
    expect(exit).toBe(1)
    expect(stdout.split('\n')).toEqual([
      'table-row-twice: tables/workers.json item 2: the key w1 stands twice: keep one row.',
      expect.stringContaining('json-invalid: claims.ndjson line 2, column 11'),
      expect.stringContaining('number-fraction: claims.ndjson line 4, column asked'),
      '3 faults.',
      '',
    ])
  })

  test('stops listing at 100', async () => {
    writeFileSync(path('claims.ndjson'), 'x\n'.repeat(150))
    const { stdout } = await run('validate', ...INPUTS, '--json')
    const { faults, more } = json(stdout) as { faults: unknown[]; more: boolean }
    expect([faults.length, more]).toEqual([100, true])
  })
})

describe('help and looks', () => {
  test.each(Object.keys(COMMANDS))('%s --help has a runnable example', async (command) => {
    const { exit, stdout } = await run(command, '--help')
    expect(exit).toBe(0)
    expect(stdout).toMatch(new RegExp(`Example .*:\n {2}tlmkit ${command} `))
  })

  test('--version and --help', async () => {
    expect((await run('--version')).stdout).toBe('tlmkit 1.2.3\n')
    expect((await run()).stdout).toBe((await run('--help')).stdout)
  })

  test.each([
    ['a terminal', true, {}, true],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['CI', true, { CI: 'true' }, false],
    ['a pipe', false, {}, false],
  ])('%s: colour', async (_name, isTerminal, env, hasColour) => {
    const { stdout } = await callCli(folder, ['settle', ...SETTLEMENT], { isTerminal, env })
    expect(stdout.includes('\u001B[')).toBe(hasColour)
  })
})
