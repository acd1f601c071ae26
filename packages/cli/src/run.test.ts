import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { SCRIPT, callCli, createFolder } from '../fixtures/callCli.js'

let folder = ''
beforeEach(() => {
  folder = createFolder()
})
const run = (...args: string[]) => callCli(folder, ['run', ...SCRIPT, ...args])
const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')
const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>
const commands = (): string[] => read('commands.ndjson').trimEnd().split('\n')
const write = (lines: readonly string[]): void => {
  writeFileSync(path('commands.ndjson'), `${lines.join('\n')}\n`)
}
/** What a state holds, without the settlements that led there. */
const holdings = (name: string): unknown => {
  const { height, balances, tallies, lifecycles } = json(read(name))
  return { height, balances, tallies, lifecycles }
}
/** Status or code of every line. */
async function outcomes(...args: string[]): Promise<unknown[]> {
  const { stdout } = await run('--ndjson', ...args)
  const lines = stdout.trimEnd().split('\n').map(json)
  return lines.slice(0, -1).map(({ line, status, code }) => [line, code ?? status])
}

const OUTCOMES = [
  [1, 'accepted'],
  [2, 'insufficient-funds'],
  [3, 'accepted'],
  [4, 'command-repeated'],
  [5, 'accepted'],
  [6, 'height-backwards'],
  [7, 'accepted'],
  [8, 'accepted'],
  [9, 'node-listed'],
]

describe('run', () => {
  test('tells people what became of every line, and who has what', async () => {
    const { exit, stdout, stderr } = await run()
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout.replace(/[0-9a-f]{64}/g, '<hash>')).toMatchSnapshot()
    const quiet = await run('--quiet')
    expect(stdout.endsWith(quiet.stdout)).toBe(true)
    expect(quiet.stdout).not.toContain('leases/l1')
  })

  test('gives programs a line per command, then exact sums', async () => {
    const { stdout } = await run('--ndjson')
    const lines = stdout.trimEnd().split('\n').map(json)
    expect(lines[2]).toMatchObject({
      ...{ line: 3, lifecycle: 'leases', work: 'l1', command: 'open', height: '101', id: 'c1' },
      claims: [{ kind: 'locks', key: ['l1', '101'], status: 'settled' }],
      events: [{ tlm: 'leases', event: 'opened', fields: { caller: 'carol', fee: '1000000' } }],
    })
    const { type, ...summary } = lines.at(-1) ?? {}
    expect(type).toBe('summary')
    expect(summary).toMatchObject({
      counts: { accepted: 5, refused: 4, repeated: 0, left: 0, claims: 5 },
      height: '111',
      settlements: [{ id: 'commands-1-9', height: '111' }],
      supply: [{ denomination: 'ulea', minted: { units: '0' }, burned: { units: '1000000' } }],
    })
    expect(summary['balances']).toContainEqual({
      ...{ account: 'caller/carol/funds', denomination: 'ulea' },
      balance: { units: '9500000', tokens: '9.5 LEA' },
      change: { units: '-500000', tokens: '-0.5 LEA' },
    })
    expect(json((await run('--json')).stdout)).toEqual(summary)
  })

  test('writes a folder for each settlement, which verify proves, and the state', async () => {
    const { stdout } = await run('--group', '4', '--out', 'out', '--state-out', 'after.json')
    expect(stdout).toContain('Written: out, after.json')
    const ids = ['commands-1-4', 'commands-5-8', 'commands-9-9']
    expect(readdirSync(path('out')).sort()).toEqual(ids)
    for (const id of ids) {
      const { exit, stdout: proof } = await callCli(folder, ['verify', `out/${id}`])
      expect([exit, proof]).toEqual([0, expect.stringContaining(`Settlement ${id} of leases`)])
    }
    expect(Object.keys(json(read('after.json'))['settlements'] as object)).toEqual(ids)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test.each(['1', '2', '3', '4096'])('groups of %s give the same', async (group) => {
    expect(await outcomes('--group', group, '--state-out', 'after.json')).toEqual(OUTCOMES)
    await run('--state-out', 'whole.json')
    expect(holdings('after.json')).toEqual(holdings('whole.json'))
  })

  test('the same file on the state after it posts nothing', async () => {
    await run('--group', '4', '--state-out', 'after.json')
    const before = read('after.json')
    const again = ['--state', 'after.json', '--state-out', 'after.json', '--out', 'out']
    const { exit, stdout } = await run(...again, '--json')
    expect(exit).toBe(0)
    expect(json(stdout)).toMatchObject({ counts: { repeated: 9 }, balances: [], settledBefore: 3 })
    expect(read('after.json')).toBe(before)
    expect(existsSync(path('out'))).toBe(false)
  })

  test('a file that grew goes on after what settled, whatever the groups', async () => {
    const all = commands()
    write(all.slice(0, 4))
    await run('--group', '3', '--state-out', 'after.json')
    write(all)
    const more = ['--state', 'after.json', '--state-out', 'after.json']
    const repeated = [1, 2, 3, 4].map((line) => [line, 'repeated'])
    expect(await outcomes(...more)).toEqual([...repeated, ...OUTCOMES.slice(4)])
    await run('--state-out', 'whole.json')
    expect(holdings('after.json')).toEqual(holdings('whole.json'))
  })

  test('another file of that name is refused', async () => {
    await run('--state-out', 'after.json')
    write(commands().reverse())
    const { exit, stderr } = await run('--state', 'after.json', '--state-out', 'new.json')
    expect([exit, stderr.split(':')[0]]).toEqual([1, 'error settlement-id-reused'])
    expect(existsSync(path('new.json'))).toBe(false)
    expect(await run('--state', 'after.json', '--id', 'other')).toMatchObject({ exit: 0 })
  })
})

describe('where a run ends', () => {
  test('--stop keeps what was accepted, and a mended file goes on from there', async () => {
    const { exit, stdout, stderr } = await run('--stop', '--state-out', 'after.json')
    expect(exit).toBe(1)
    expect(stderr).toMatch(/^error run-stopped: .*line 2 was refused with insufficient-funds/)
    expect(stdout).toContain('left      7  after line 2, which was refused')
    write(commands().map((line) => line.replace('"9000000"', '"90"')))
    const stopped = await run('--stop', '--state', 'after.json', '--state-out', 'after.json')
    expect(stopped.stderr).toMatch(/line 4 was refused with command-repeated/)
    await run('--state', 'after.json', '--state-out', 'after.json')
    await run('--state-out', 'whole.json')
    expect(holdings('after.json')).toEqual(holdings('whole.json'))
  })

  test('--stop at the first line settles nothing', async () => {
    write(commands().slice(1, 3))
    const { exit, stdout } = await run('--stop', '--out', 'out', '--json')
    expect(exit).toBe(1)
    expect(json(stdout)).toMatchObject({ settlements: [], stopped: { line: 1 }, balances: [] })
    expect(existsSync(path('out'))).toBe(false)
  })

  test('--until leaves what comes from the first higher command on', async () => {
    const { stdout } = await run('--until', '109', '--state-out', 'after.json')
    expect(stdout).toContain('left      3  from line 7 on, which is above height 109')
    expect(await outcomes('--until', '109')).toEqual(OUTCOMES.slice(0, 6))
    await run('--state', 'after.json', '--state-out', 'after.json')
    await run('--state-out', 'whole.json')
    expect(holdings('after.json')).toEqual(holdings('whole.json'))
  })

  test('a line cut off at the end is no part of a settlement: it may be completed', async () => {
    const all = commands()
    const last = all.at(-1) ?? ''
    write(all.slice(0, -1))
    appendFileSync(path('commands.ndjson'), last.slice(0, 40))
    const cut = [...OUTCOMES.slice(0, -1), [9, 'json-invalid']]
    expect(await outcomes('--state-out', 'after.json')).toEqual(cut)
    expect(await run('--stop')).toMatchObject({ exit: 1 })
    appendFileSync(path('commands.ndjson'), last.slice(40))
    const after = await outcomes('--state', 'after.json')
    expect(after.slice(-2)).toEqual([[8, 'repeated'], OUTCOMES[8]])
  })
})

const good = { lifecycle: 'operators', work: 'n2', command: 'bond', height: 105, bond: '7' }
const cell = (change: object): string => JSON.stringify({ ...good, ...change })

describe('a bad line is refused with its code, changes nothing, and later lines go on', () => {
  test.each<readonly [name: string, line: string, code: string, says: RegExp]>([
    ['a broken line', '{"lifecycle":', 'json-invalid', /ndjson line 2, column/],
    ['two objects', '{}{}', 'json-invalid', /line 2, column 3/],
    ['no object', '[1]', 'command-invalid', /line 2: expected an object/],
    ['a text', '"open"', 'command-invalid', /line 2/],
    ['no UTF-8', '\uDC00', 'file-not-utf8', /line 2: it has bytes/],
    ['a key twice', '{"work":"a","work":"b"}', 'json-duplicate-key', /"work"/],
    ['no lifecycle', '{}', 'id-not-text', /lifecycle/],
    ['an unknown lifecycle', cell({ lifecycle: 'opreators' }), 'lifecycle-unknown', /"operators"/],
    ['an unknown command', cell({ command: 'bnod' }), 'command-unknown', /Did you mean "bond"/],
    ['a prototype for a command', cell({ command: 'toString' }), 'command-unknown', /toString/],
    ['an unknown column', cell({ bnod: 1 }), 'column-unknown', /bnod/],
    ['a missing column', cell({ bond: undefined }), 'column-missing', /"bond"/],
    ['a fraction', cell({ bond: '1.5' }), 'number-fraction', /column bond/],
    ['an oversized amount', cell({ bond: `${2n ** 128n}` }), 'amount-out-of-range', /2\^128/],
    ['a work with a slash', cell({ work: 'a/b' }), 'id-slash', /work/],
    ['a work that steers', cell({ work: '\u001b[31m' }), 'id-control-character', /work/],
    ['a long id', cell({ id: 'x'.repeat(257) }), 'id-too-long', /id/],
    ['no height', cell({ height: undefined }), 'not-a-number', /height/],
    ['a height below 0', cell({ height: -1 }), 'number-negative', /height/],
    ['a height gone by', cell({ height: 99 }), 'height-backwards', /Height 99/],
    ['a wild height', cell({ height: `${2n ** 128n - 1n}`, bond: 0 }), 'nothing-to-bond', /^/],
    [
      'a wild, unread command',
      cell({ height: '9'.repeat(38), bond: 'x' }),
      'number-not-plain',
      /^/,
    ],
  ])('%s', async (_name, line, code, says) => {
    const [first = '', ...rest] = commands()
    write([first, ...rest])
    await run('--state-out', 'good.json')
    const bytes = line === '\uDC00' ? Buffer.from([0x7b, 0xff, 0x7d]) : Buffer.from(line)
    const parts = [Buffer.from(`${first}\n`), bytes, Buffer.from(`\n${rest.join('\n')}`)]
    writeFileSync(path('commands.ndjson'), Buffer.concat(parts))
    const { exit, stdout } = await run('--json', '--state-out', 'after.json')
    const { firstRefused } = json(stdout) as { firstRefused: Record<string, string>[] }
    expect(exit).toBe(0)
    expect(firstRefused[0]).toMatchObject({ line: 2, code })
    expect(firstRefused[0]?.['message']).toMatch(says)
    expect(firstRefused).toHaveLength(5)
    expect(holdings('after.json')).toEqual(holdings('good.json'))
    const shown = await run()
    expect(shown.stdout).toContain(`refused   ${code}`.slice(10))
    expect(shown.stdout).not.toContain('\u001b')
  })
})

describe('a bad command line is refused with its code, and nothing is written', () => {
  test.each<readonly [string, readonly string[], number, string, RegExp]>([
    ['no file', ['--commands', 'no.ndjson'], 1, 'file-not-found', /no\.ndjson/],
    ['a folder', ['--commands', 'tables'], 1, 'file-is-folder', /tables/],
    ['no group', ['--group', '0'], 2, 'option-value-invalid', /1 to 1048576/],
    ['a group of text', ['--group', 'all'], 2, 'option-value-invalid', /"all"/],
    ['a bad height', ['--until', '1e3'], 2, 'number-not-plain', /--until/],
    ['a bad id', ['--id', 'a/b'], 2, 'id-slash', /--id/],
    ['two forms', ['--json', '--ndjson'], 2, 'option-conflict', /--json, --ndjson/],
    ['its own input', ['--state-out', 'commands.ndjson'], 2, 'option-conflict', /commands/],
    ['a full folder', ['--out', 'tables'], 1, 'out-exists', /tables/],
    ['a folder for a state', ['--state-out', 'tables'], 1, 'file-is-folder', /tables/],
    ['a state of another', ['--state', 'state.json'], 1, 'state-of-another-network', /"toy"/],
  ])('%s', async (_name, given, exit, code, says) => {
    const before = readdirSync(folder)
    const kept = SCRIPT.filter((arg) => arg !== '--commands' && arg !== 'commands.ndjson')
    const args = given.includes('--commands') ? [...kept, ...given] : [...SCRIPT, ...given]
    const result = await callCli(folder, ['run', ...args, '--quiet'].filter(unlessTwo(given)))
    expect(result).toMatchObject({ exit, stdout: '' })
    expect(result.stderr).toContain(code)
    expect(result.stderr).toMatch(says)
    expect(readdirSync(folder)).toEqual(before)
  })
})

/** --quiet goes with no other form. */
function unlessTwo(given: readonly string[]): (arg: string) => boolean {
  return (arg) => arg !== '--quiet' || !given.includes('--json')
}
