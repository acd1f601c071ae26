import { cpSync, existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { INPUTS, SETTLEMENT, callCli, createFolder } from '../fixtures/callCli.js'

const plain = fileURLToPath(new URL('../fixtures/plain.config.ts', import.meta.url))
const PLAIN = ['--network', plain, '--kind', 'jobs']
const ROWS = 9000

let folder = ''
const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')
const run = (...args: string[]) => callCli(folder, args)

beforeEach(() => {
  folder = createFolder()
})

describe('claims', () => {
  const lines = Array.from({ length: ROWS }, (_, n) => {
    const share = n % 2 === 0 ? '0.125' : '1/3'
    const job = String((n * 7919) % ROWS).padStart(5, '0')
    return JSON.stringify({ caller: 'c1', job: `j${job}`, asked: '1', share })
  })

  test('round trips keep every claim and their order', async () => {
    writeFileSync(path('a.ndjson'), `${lines.join('\n')}\n`)
    const names = ['a.ndjson', 'a.rows', 'a.arrow', 'a.parquet', 'b.arrows', 'a.json', 'b.ndjson']
    for (const [index, to] of names.slice(1).entries()) {
      const { exit, stdout } = await run('convert', names[index] ?? '', to, ...PLAIN)
      expect([exit, stdout]).toEqual([0, `Written: ${to}, 9,000 claims\n`])
    }
    expect(read('b.ndjson')).toBe(read('a.ndjson'))
    expect(JSON.parse(read('a.json'))).toHaveLength(ROWS)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('no claims are no claims in every form', async () => {
    writeFileSync(path('a.ndjson'), '')
    const names = ['a.ndjson', 'a.rows', 'a.arrow', 'a.parquet', 'a.json', 'b.ndjson']
    for (const [index, to] of names.slice(1).entries()) {
      const { stdout } = await run('convert', names[index] ?? '', to, ...PLAIN)
      expect(stdout).toBe(`Written: ${to}, 0 claims\n`)
    }
    expect([read('a.json'), read('b.ndjson')]).toEqual(['[]\n', ''])
  })

  test('sorting gives one file whatever the order was, and settles to the same', async () => {
    writeFileSync(path('a.ndjson'), lines.join('\n'))
    writeFileSync(path('b.ndjson'), [...lines].reverse().join('\n'))
    const order = ['--sort', '--state', 'state.json', '--height', '5', '--memory', '64KiB']
    await run('convert', 'a.ndjson', 'a.rows', ...PLAIN, ...order)
    await run('convert', 'b.ndjson', 'b.rows', ...PLAIN, ...order, '--tmp', '.')
    expect(read('a.rows')).toBe(read('b.rows'))
    const state = ['--network', plain, '--state', 'state.json', '--height', '5', '--json']
    const receipts = await Promise.all(
      ['a.rows', 'b.ndjson', 'jobs=b.ndjson --stream'].map(async (claims) => {
        const { stdout } = await run('settle', ...state, '--claims', ...claims.split(' '))
        return JSON.parse(stdout) as { receipt: unknown; claims: { settled: number } }
      }),
    )
    expect(receipts[0]?.claims).toMatchObject({ settled: 1000, discarded: 8000 })
    expect(receipts.map(({ receipt }) => receipt)).toEqual(receipts.map(() => receipts[0]?.receipt))
  })
})

describe('journals', () => {
  beforeEach(async () => {
    await run('settle', ...SETTLEMENT, '--out', 'held')
    await run('settle', ...SETTLEMENT, '--stream', '--out', 'out')
  })

  test('from lines to bytes and back: the same bytes as a streamed settlement', async () => {
    await run('convert', 'held/journal.ndjson', 'j.blocks')
    expect(readFileSync(path('j.blocks'))).toEqual(readFileSync(path('out/journal.blocks')))
    const { stdout } = await run('convert', 'out/journal.blocks', 'j.ndjson', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ to: 'j.ndjson', count: 5 })
    const withoutAt = (text: string): string => text.replace(/"at":"[^"]*"/g, '"at":""')
    expect(read('j.ndjson')).toBe(withoutAt(read('held/journal.ndjson')))
  })

  test.each(['j.arrow', 'j.parquet'])('to %s: both tables', async (to) => {
    for (const from of ['held/journal.ndjson', 'out/journal.blocks']) {
      for (const table of ['postings', 'entries']) {
        const { exit } = await run('convert', from, to, '--table', table, '--force')
        expect([exit, existsSync(path(to))]).toEqual([0, true])
      }
    }
  })

  test('verify proves a binary journal as it does lines', async () => {
    const told = async (name: string): Promise<string> =>
      (await run('verify', name, ...INPUTS, '--json')).stdout
    expect(await told('out')).toBe(await told('held'))
    expect(await run('verify', 'out')).toMatchObject({ exit: 0, stderr: '' })
    const explained = await run('explain', 'w2', ...SETTLEMENT, '--journal', 'out/journal.blocks')
    expect(explained.stdout).toContain('net 0.95 TOK (95 tok) in 1 posting')
  })

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, -1), 'journal-truncated'],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 'journal-truncated'],
    ['other bytes', () => Buffer.from('{"type":"block"}\n'.repeat(3)), 'journal-bytes-invalid'],
    ['nothing', () => Buffer.alloc(0), 'journal-truncated'],
  ])('a journal that is %s is refused, and nothing is written', async (_name, damage, code) => {
    writeFileSync(path('out/journal.blocks'), damage(readFileSync(path('out/journal.blocks'))))
    const { exit, stderr } = await run('convert', 'out/journal.blocks', 'j.parquet')
    expect([exit, stderr.split(':')[0]]).toEqual([1, `error ${code}`])
    expect(readdirSync(folder).filter((name) => /^j|^\./.test(name))).toEqual([])
    const verified = await run('verify', 'out')
    expect(verified.exit).toBe(3)
    expect(verified.stdout).toContain(`DIFFERS  ${code}`)
  })

  test('a bit that was flipped anywhere differs', async () => {
    const whole = readFileSync(path('out/journal.blocks'))
    for (let at = 0; at < whole.length; at += 13) {
      const bytes = Buffer.from(whole)
      bytes[at]! ^= 1
      writeFileSync(path('out/journal.blocks'), bytes)
      expect(await run('verify', 'out')).toMatchObject({ exit: 3, stderr: '' })
    }
  })
})

describe('a bad command line', () => {
  const kind = ['--network', plain, '--kind', 'jobs']
  test.each<readonly [string, readonly string[], number, string]>([
    ['nothing to write', ['a.ndjson'], 2, 'argument-missing'],
    ['no network', ['a.ndjson', 'b.rows', '--kind', 'jobs'], 2, 'option-missing'],
    ['an unknown kind', ['a.ndjson', 'b.rows', ...kind.slice(0, 3), 'jbos'], 1, 'kind-unknown'],
    ['sorting without a state', ['a.ndjson', 'b.rows', ...kind, '--sort'], 2, 'option-missing'],
    ['a table of claims', ['a.ndjson', 'b.arrow', ...kind, '--table', 'x'], 2, 'option-conflict'],
    ['an unknown table', ['j.blocks', 'b.arrow', '--table', 'x'], 2, 'option-value-invalid'],
    ['a table as lines', ['j.blocks', 'b.ndjson', '--table', 'entries'], 2, 'option-conflict'],
    ['a network for a journal', ['j.blocks', 'b.arrow', ...kind.slice(0, 2)], 2, 'option-conflict'],
    ['a form no journal has', ['j.blocks', 'b.rows'], 2, 'format-unknown'],
    ['a form no claims have', ['a.ndjson', 'b.blocks', ...kind], 2, 'format-unknown'],
    ['a file that is there', ['a.ndjson', 'state.json', ...kind], 1, 'out-exists'],
    ['one file', ['a.ndjson', './a.ndjson', ...kind, '--force'], 2, 'option-conflict'],
    ['no such file', ['none.ndjson', 'b.rows', ...kind], 1, 'file-not-found'],
    [
      'a bad height',
      ['a.ndjson', 'b.rows', ...kind, '--sort', '--height', 'x'],
      2,
      'number-not-plain',
    ],
  ])('%s', async (_name, args, exit, code) => {
    writeFileSync(path('a.ndjson'), '{"caller":"c","job":"j","asked":"1","share":"1/2"}')
    const before = readdirSync(folder)
    const result = await run('convert', ...args)
    expect([result.exit, result.stderr.split(':')[0]]).toEqual([exit, `error ${code}`])
    expect(readdirSync(folder)).toEqual(before)
  })

  test('--force replaces a file, and keeps it where it cannot', async () => {
    writeFileSync(path('a.ndjson'), '{"caller":"c","job":"j","asked":"1","share":"1/2"}')
    await run('convert', 'a.ndjson', 'a.rows', ...kind)
    cpSync(path('a.rows'), path('cut.rows'))
    truncateSync(path('cut.rows'), 99)
    expect(await run('convert', 'cut.rows', 'a.rows', ...kind, '--force')).toMatchObject({
      exit: 1,
    })
    const { exit } = await run('convert', 'a.rows', 'a.ndjson', ...kind, '--force')
    expect(exit).toBe(0)
    expect(read('a.ndjson')).toBe('{"caller":"c","job":"j","asked":"1","share":"0.5"}\n')
  })
})
