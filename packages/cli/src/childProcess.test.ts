import { spawn } from 'node:child_process'
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { SCRIPT, SETTLEMENT, createFolder } from '../fixtures/callCli.js'

const main = fileURLToPath(new URL('../fixtures/runSources.ts', import.meta.url))

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
  const child = spawn(process.execPath, [main, ...args], {
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
