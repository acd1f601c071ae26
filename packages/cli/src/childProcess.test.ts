import { spawn } from 'node:child_process'
import {
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { SCRIPT, SETTLEMENT, callCli, createFolder } from '../fixtures/callCli.js'
import { SOURCE_ARGS } from '../fixtures/sourceArgs.js'

interface Ended {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

interface StartOptions {
  /** Closes the reading end at once, or gives another place for standard output. */
  readonly stdout?: 'closed' | number
}

/** Runs the command as a process of its own. */
function start(
  folder: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<Ended> {
  const to = typeof options.stdout === 'number' ? options.stdout : 'pipe'
  const child = spawn(process.execPath, [...SOURCE_ARGS, ...args], {
    cwd: folder,
    stdio: ['ignore', to, 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  if (options.stdout === 'closed') child.stdout?.destroy()
  else child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()))
  return new Promise((resolve) => {
    child.on('close', (exit) => resolve({ exit, stdout, stderr }))
  })
}

const hasFullDevice = existsSync('/dev/full')

describe('a process of its own', () => {
  test('settles, and exits with what the command came to', async () => {
    const folder = createFolder()
    const settled = await start(folder, ['settle', ...SETTLEMENT, '--out', 'out'])
    expect(settled).toMatchObject({ exit: 0, stderr: '' })
    expect(settled.stdout).toContain('Written: out/journal.ndjson, out/receipt.json')
    const refused = await start(folder, ['settle', ...SETTLEMENT, '--out', 'out'])
    expect(refused).toMatchObject({ exit: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^error out-exists: /)
    expect(await start(folder, ['verify', 'out', '--hash', '00'])).toMatchObject({ exit: 3 })
  })

  test('a closed pipe is no fault: the files are written', async () => {
    const folder = createFolder()
    const args = ['settle', ...SETTLEMENT, '--ndjson', '--state-out', 'after.json']
    const { exit, stderr } = await start(folder, args, { stdout: 'closed' })
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(readFileSync(join(folder, 'after.json'), 'utf8')).toContain('"network": "toy"')
  })

  test.skipIf(!hasFullDevice)(
    'a full disk: a coded error, and no file (needs /dev/full)',
    async () => {
      const folder = createFolder()
      const before = readdirSync(folder)
      const args = ['settle', ...SETTLEMENT, '--out', 'out', '--state-out', '/dev/full']
      const { exit, stderr } = await start(folder, args)
      expect(exit).toBe(75)
      expect(stderr).toMatch(/^error disk-full: Cannot write \/dev\/full: the disk is full/)
      expect(readdirSync(folder)).toEqual(before)
    },
  )

  test.skipIf(!hasFullDevice)(
    'a full disk behind standard output when the files are written (needs /dev/full)',
    async () => {
      const folder = createFolder()
      const args = ['settle', ...SETTLEMENT, '--out', 'out']
      const { exit, stderr } = await start(folder, args, { stdout: openSync('/dev/full', 'w') })
      expect(exit).toBe(1)
      expect(stderr).toMatch(/^error output-lost: .*out\/journal\.ndjson, out\/receipt\.json are/)
      expect(stderr).not.toContain('try again')
      expect(readdirSync(join(folder, 'out'))).toEqual(['journal.ndjson', 'receipt.json'])
    },
  )

  test.skipIf(!hasFullDevice)('a full disk behind standard output (needs /dev/full)', async () => {
    const stdout = openSync('/dev/full', 'w')
    const { exit, stderr } = await start(createFolder(), ['--help'], { stdout })
    expect(exit).toBe(75)
    expect(stderr).toMatch(/^error disk-full: Cannot write standard output/)
  })
})

describe('a run of commands as a process of its own', () => {
  test('exits with what it came to; a closed pipe is no fault', async () => {
    const folder = createFolder()
    const args = ['run', ...SCRIPT, '--group', '2', '--state-out', 'after.json']
    const { exit, stderr } = await start(folder, [...args, '--ndjson'], { stdout: 'closed' })
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(readFileSync(join(folder, 'after.json'), 'utf8')).toContain('"commands-9-9"')
    const stopped = await start(folder, ['run', ...SCRIPT, '--stop', '--quiet'])
    expect(stopped).toMatchObject({ exit: 1 })
    expect(stopped.stderr).toMatch(/^error run-stopped: /)
  })

  test.skipIf(!hasFullDevice)(
    'a full disk: a coded error, and no file (needs /dev/full)',
    async () => {
      const folder = createFolder()
      const before = readdirSync(folder)
      const args = ['run', ...SCRIPT, '--out', 'out', '--state-out', '/dev/full', '--quiet']
      const { exit, stdout, stderr } = await start(folder, args)
      expect({ exit, stdout }).toEqual({ exit: 75, stdout: '' })
      expect(stderr).toMatch(/^error disk-full: Cannot write \/dev\/full: the disk is full/)
      expect(readdirSync(folder)).toEqual(before)
    },
  )
})

describe('commands that look at parameters, as processes of their own', () => {
  const fixture = (name: string): string =>
    fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
  const compare = [
    ...['diff', '--network', fixture('rated.config.ts'), '--state', 'state.json'],
    ...['--claims', 'claims.ndjson', '--height', '5', '--against', 'values.json'],
  ]
  const propose = [
    ...['propose', 'burnRate=0.2', '--network', fixture('governed.config.ts')],
    ...['--proposer', 'ann'],
  ]
  const createFolderWithValues = (): string => {
    const folder = createFolder()
    writeFileSync(join(folder, 'values.json'), '{"network":{"burnRate":"0.2"}}')
    return folder
  }

  test('exit with what they came to; a closed pipe is no fault', async () => {
    const folder = createFolderWithValues()
    const options = { stdout: 'closed' } as const
    const differs = await start(folder, [...compare, '--expect-equal'], options)
    expect(differs).toMatchObject({ exit: 3, stderr: '' })
    const listed = await start(folder, ['params', '--network', 'lagrange-memory'], options)
    expect(listed).toMatchObject({ exit: 0, stderr: '' })
    const written = await start(folder, [...propose, '--out', 'p.ndjson'], options)
    expect(written).toMatchObject({ exit: 0, stderr: '' })
    expect(readFileSync(join(folder, 'p.ndjson'), 'utf8')).toContain('"command":"propose"')
    const wrong = await start(folder, [...propose, 'quorum=2', 'x=1'])
    expect(wrong).toMatchObject({ exit: 1, stdout: '' })
    expect(wrong.stderr).toMatch(/^error param-unknown: .*\nerror value-out-of-bounds: /)
  })

  test.skipIf(!hasFullDevice)(
    'a full disk: a coded error, and no file (needs /dev/full)',
    async () => {
      const folder = createFolderWithValues()
      const before = readdirSync(folder)
      const args = [...propose, '--out', '/dev/full', '--force']
      const { exit, stdout, stderr } = await start(folder, args)
      expect({ exit, stdout }).toEqual({ exit: 75, stdout: '' })
      expect(stderr).toMatch(/^error disk-full: Cannot write \/dev\/full/)
      expect(readdirSync(folder)).toEqual(before)
      const full = openSync('/dev/full', 'w')
      const told = await start(folder, compare, { stdout: full })
      expect(told.exit).toBe(75)
      expect(told.stderr).toMatch(/^error disk-full: Cannot write standard output/)
    },
  )
})

describe('claims that a thread reads', () => {
  const CLAIMS = 45_000
  const streamed = (claims: string): string[] => {
    const args = SETTLEMENT.map((arg) => (arg === 'claims.ndjson' ? claims : arg))
    return ['settle', ...args, '--stream']
  }
  const readReceipt = (folder: string, of: string): string =>
    readFileSync(join(folder, of, 'receipt.json'), 'utf8')

  /** Claims in no order, some of them twice: more bytes than are read without a thread. */
  function createLargeFolder(): string {
    const folder = createFolder()
    const lines = Array.from({ length: CLAIMS }, (_, n) => {
      const job = `job-with-a-name-of-some-length-${(n * 7919) % (CLAIMS - 10)}`
      const worker = `w${(n % 5) + 1}`
      const caller = `c${n % 4}`
      return JSON.stringify({ caller, job, worker, asked: '1', budget: '2000000' })
    })
    writeFileSync(join(folder, 'large.ndjson'), `${lines.join('\n')}\n`)
    return folder
  }

  test('come to the receipt of claims that are held, in any form', async () => {
    const folder = createLargeFolder()
    const [network = '', toy = ''] = SETTLEMENT
    const kind = [network, toy, '--kind', 'jobs']
    const order = ['--sort', '--state', 'state.json', '--height', '5']
    await callCli(folder, ['convert', 'large.ndjson', 'sorted.rows', ...kind, ...order])
    const held = SETTLEMENT.map((arg) => (arg === 'claims.ndjson' ? 'large.ndjson' : arg))
    await callCli(folder, ['settle', ...held, '--out', 'held'])
    for (const form of ['large.ndjson', 'sorted.rows']) {
      const settled = await start(folder, [...streamed(form), '--out', form.slice(0, 5)])
      expect(settled).toMatchObject({ exit: 0, stderr: '' })
      expect(readReceipt(folder, form.slice(0, 5))).toBe(readReceipt(folder, 'held'))
    }
  })

  test('are refused with the code of their fault, and nothing is left', async () => {
    const folder = createLargeFolder()
    const path = join(folder, 'large.ndjson')
    truncateSync(path, readFileSync(path).length - 20)
    const before = readdirSync(folder)
    const { exit, stderr } = await start(folder, [...streamed('large.ndjson'), '--out', 'out'])
    expect(exit).toBe(1)
    expect(stderr).toMatch(/^error json-invalid: large\.ndjson line 45000/)
    expect(readdirSync(folder)).toEqual(before)
  })
})
