import { once } from 'node:events'
import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { openRowsFile, writeRowsFile } from '@tlmkit/formats'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SETTLEMENT, callCli, createFolder } from '../fixtures/callCli.js'
import { SOURCE_ARGS } from '../fixtures/sourceArgs.js'
import toy from '../fixtures/toy.config.js'
import { fileChunks } from './reading/fileChunks.js'

const NETWORK = SETTLEMENT.slice(0, 2)
const FORMS = ['rows', 'arrow', 'parquet', 'ndjson', 'json'] as const
const JOBS = 3000

const source = createFolder()
let folder = ''
const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')
const run = (...args: string[]) => callCli(folder, args)

/** A settlement of other claims, whose lists cannot be asked for. */
function streaming(claims: string, ...more: string[]): string[] {
  const args = SETTLEMENT.map((arg) => (arg === 'claims.ndjson' ? claims : arg))
  return ['settle', ...args, '--stream', ...more]
}

/** Many claims, in no order, some of them twice. */
function jobs(): string[] {
  return Array.from({ length: JOBS }, (_, n) => {
    const job = (n * 7919) % (JOBS - 10)
    const caller = `c${job % 4}`
    return JSON.stringify({
      caller,
      job: `j${job}`,
      worker: `w${(job % 5) + 1}`,
      asked: 1,
      budget: 2e6,
    })
  })
}

beforeAll(async () => {
  writeFileSync(join(source, 'claims.ndjson'), `${jobs().join('\n')}\n`)
  const plain = ['convert', 'claims.ndjson']
  const kind = [...NETWORK, '--kind', 'jobs']
  const order = ['--sort', '--state', 'state.json', '--height', '5']
  for (const form of FORMS.filter((each) => each !== 'ndjson')) {
    const made = await callCli(source, [...plain, `shuffled.${form}`, ...kind])
    expect(made).toMatchObject({ exit: 0, stderr: '' })
  }
  const sorted = await callCli(source, [...plain, 'sorted.rows', ...kind, ...order])
  expect(sorted.stdout).toBe(`Written: sorted.rows, 3,000 claims\n`)
  for (const form of FORMS.filter((each) => each !== 'rows')) {
    await callCli(source, ['convert', 'sorted.rows', `sorted.${form}`, ...kind])
  }
  cpSync(join(source, 'claims.ndjson'), join(source, 'shuffled.ndjson'))
  await callCli(source, ['settle', ...SETTLEMENT, '--out', 'held', '--state-out', 'held.json'])
})

beforeEach(() => {
  folder = createFolder()
  cpSync(source, folder, { recursive: true })
})

describe('a streamed settlement', () => {
  test.each(['sorted', 'shuffled'].flatMap((order) => FORMS.map((form) => `${order}.${form}`)))(
    '%s: the receipt, state and journal of a settlement in memory',
    async (claims) => {
      const small = ['--tmp', 'tables/..', '--memory', '16KiB']
      const files = ['--out', 'out', '--state-out', 'after.json', '--payees', 'p.csv']
      const { exit, stderr, stdout } = await run(...streaming(claims, ...files, ...small))
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
      expect(stdout).toContain('Written: out/journal.blocks, out/receipt.json, p.csv, after.json')
      expect(read('out/receipt.json')).toBe(read('held/receipt.json'))
      expect(read('after.json')).toBe(read('held.json'))
      expect(readdirSync(path('out')).sort()).toEqual(['journal.blocks', 'receipt.json'])
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    },
  )

  test('both engines, several files of one kind', async () => {
    const lines = jobs()
    writeFileSync(path('a.ndjson'), lines.slice(0, 100).join('\n'))
    writeFileSync(path('b.ndjson'), lines.slice(100).join('\n'))
    const args = streaming('a.ndjson', '--claims', 'jobs=b.ndjson', '--engine', 'reference')
    await run(...args, '--out', 'out')
    expect(read('out/receipt.json')).toBe(read('held/receipt.json'))
  })

  test('the same id twice posts nothing again; another input is refused', async () => {
    const after = ['--state-out', 'state.json']
    await run(...streaming('sorted.rows', ...after))
    const again = await run(...streaming('shuffled.parquet', ...after, '--out', 'out'))
    expect(again).toMatchObject({ exit: 0, stderr: '' })
    expect(again.stdout).toContain('Written: out/receipt.json, state.json')
    expect(again.stdout).toContain('nothing was posted again')
    expect(read('state.json')).toBe(read('held.json'))
    writeFileSync(path('few.ndjson'), jobs().slice(1).join('\n'))
    const other = await run(...streaming('few.ndjson', '--out', 'other'))
    expect(other.stderr).toMatch(/^error settlement-id-reused/)
    expect(existsSync(path('other'))).toBe(false)
  })

  test('tells times, and what is not known it leaves out', async () => {
    const { stdout } = await run(...streaming('shuffled.rows', '--dry-run', '--json', '--timings'))
    const told = JSON.parse(stdout) as { claims: object; milliseconds: object }
    expect(Object.keys(told.claims)).not.toContain('capped')
    expect(Object.keys(told.milliseconds)).toEqual(
      expect.arrayContaining(['read', 'sort', 'settle', 'hash', 'root', 'close']),
    )
    const text = await run(...streaming('shuffled.rows', '--dry-run', '--timings'))
    expect(text.stdout).toMatch(/Time\n {2}read +0 ms/)
    expect(text.stdout).toContain('Dry run: no file was written.')
    expect(readdirSync(folder).sort()).toEqual(readdirSync(source).sort())
  })

  test('a file of no lines has no claims', async () => {
    writeFileSync(path('none.ndjson'), '\n')
    const { stdout } = await run(...streaming('none.ndjson', '--json'))
    expect(JSON.parse(stdout)).toMatchObject({ claims: { settled: 0 } })
  })
})

describe('nothing is half written', () => {
  const cut = (name: string, bytes: number): void => {
    truncateSync(path(name), readFileSync(path(name)).length - bytes)
  }
  const flip = (name: string): void => {
    const bytes = readFileSync(path(name))
    bytes[bytes.length >> 1]! ^= 4
    writeFileSync(path(name), bytes)
  }
  test.each<readonly [string, string, string, () => void]>([
    ['cut rows', 'sorted.rows', 'rows-file-broken', () => cut('sorted.rows', 30)],
    ['flipped rows', 'sorted.rows', 'rows-file-broken', () => flip('sorted.rows')],
    ['a cut Arrow stream', 'shuffled.arrow', 'arrow-truncated', () => cut('shuffled.arrow', 9)],
    ['a cut Parquet file', 'shuffled.parquet', 'parquet-invalid', () => cut('shuffled.parquet', 3)],
    ['no file', 'none.rows', 'file-not-found', () => undefined],
    ['a folder', 'dir.rows', 'file-is-folder', () => mkdirSync(path('dir.rows'))],
    ['a folder as Parquet', 'd.parquet', 'file-is-folder', () => mkdirSync(path('d.parquet'))],
    [
      'a wrong ending',
      'wrong.rows',
      'rows-format-unknown',
      () => cpSync(path('shuffled.arrow'), path('wrong.rows')),
    ],
    [
      'lines under the name of Arrow',
      'wrong.arrow',
      'arrow-invalid',
      () => cpSync(path('claims.ndjson'), path('wrong.arrow')),
    ],
    [
      'a broken line',
      'claims.ndjson',
      'json-invalid',
      () => writeFileSync(path('claims.ndjson'), `${jobs().join('\n')}\n{"caller":`),
    ],
  ])('%s', async (_name, claims, code, damage) => {
    damage()
    const before = readdirSync(folder).sort()
    const writes = ['--out', 'out/deep', '--state-out', 'after.json', '--memory', '16KiB']
    const { exit, stdout, stderr } = await run(...streaming(claims, ...writes))
    expect({ exit, stdout, code: stderr.split(':')[0] }).toEqual({
      exit: 1,
      stdout: '',
      code: `error ${code}`,
    })
    expect(readdirSync(folder).sort()).toEqual(before)
    const kind = [...NETWORK, '--kind', 'jobs']
    const converted = await run('convert', claims, 'to.parquet', ...kind)
    expect(converted.stderr).toMatch(new RegExp(`^error ${code}:`))
    expect(readdirSync(folder).sort()).toEqual(before)
  })

  test('rows that are not in the order that their file says', async () => {
    const { kind } = toy.kinds.get('jobs')!.default
    const { blocks } = await openRowsFile(kind, fileChunks({ path: 'shuffled.rows', cwd: folder }))
    const parts: Uint8Array[] = []
    for await (const part of writeRowsFile(kind, blocks, { isOrdered: true })) parts.push(part)
    writeFileSync(path('lie.rows'), Buffer.concat(parts))
    const { stderr } = await run(...streaming('lie.rows', '--out', 'out'))
    expect(stderr).toMatch(/^error rows-disordered: jobs claim [0-9]+ stands before/)
    expect(existsSync(path('out'))).toBe(false)
  })

  test.skipIf(!existsSync('/dev/full'))('a full disk (needs /dev/full)', async () => {
    symlinkSync('/dev/full', path('full.parquet'))
    const before = readdirSync(folder).sort()
    const writes = ['--out', 'out', '--state-out', '/dev/full']
    const { exit, stderr } = await run(...streaming('sorted.rows', ...writes))
    expect([exit, stderr.split(':')[0]]).toEqual([75, 'error disk-full'])
    const kind = [...NETWORK, '--kind', 'jobs', '--force']
    const converted = await run('convert', 'sorted.rows', 'full.parquet', ...kind)
    expect([converted.exit, converted.stderr.split(':')[0]]).toEqual([75, 'error disk-full'])
    expect(readdirSync(folder).sort()).toEqual(before)
  })

  test.skipIf(process.platform === 'win32')(
    'a process that is killed leaves no final file, and the next one cleans up',
    async () => {
      // A pipe that nobody writes to keeps the command waiting for claims.
      await once(spawn('/bin/sh', ['-c', 'mkfifo slow.ndjson'], { cwd: folder }), 'close')
      const args = streaming('slow.ndjson', '--out', 'out', '--state-out', 'after.json')
      const child = spawn(process.execPath, [...SOURCE_ARGS, ...args], {
        cwd: folder,
        stdio: 'ignore',
      })
      const isWriting = (): boolean =>
        existsSync(path('out')) && readdirSync(path('out')).length > 0
      while (!isWriting()) await new Promise((resolve) => setTimeout(resolve, 20))
      child.kill('SIGKILL')
      await once(child, 'close')
      const left = readdirSync(path('out'))
      expect(left).toEqual([
        expect.stringMatching(/^\.journal\.blocks\.[0-9]+-[0-9a-f-]{36}\.tmp$/),
      ])
      expect(existsSync(path('after.json'))).toBe(false)
      expect(await run(...streaming('sorted.rows', '--out', 'out'))).toMatchObject({ exit: 0 })
      expect(readdirSync(path('out')).sort()).toEqual(['journal.blocks', 'receipt.json'])
    },
  )
})
