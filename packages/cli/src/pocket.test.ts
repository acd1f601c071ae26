import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { callCli } from '../fixtures/callCli.js'
import { COMMANDS } from './commands/COMMANDS.js'

const example = new URL('../../../examples/pocket/', import.meta.url)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const config = fileURLToPath(new URL('tlmkit.config.ts', example))
const folder = mkdtempSync(join(tmpdir(), 'tlmkit-pocket-'))

/** The example of a command, as a shell would split it, with networks from the repository. */
function exampleOf(command: string): readonly string[] {
  const words = (COMMANDS[command]?.example ?? '').replaceAll('\\\n', ' ').split(/\s+/)
  return words.slice(1).map((word) => {
    if (word.endsWith('tlmkit.config.ts')) return config
    return word.startsWith('packages/') ? join(root, word) : word
  })
}

beforeAll(async () => {
  const module = (await import(new URL('generate.ts', example).href)) as {
    readonly generateExample: (folder: string) => void
  }
  module.generateExample(join(folder, 'examples/pocket/data'))
  const args = exampleOf('settle').filter((arg) => arg !== '--dry-run')
  const out = ['--out', 'examples/pocket/data/settlement-1', '--state-out', 'after.json']
  await callCli(folder, [...args, ...out])
}, 60_000)

describe('the example of every command runs', () => {
  test.each(Object.keys(COMMANDS))('%s', async (command) => {
    const { exit, stderr } = await callCli(folder, exampleOf(command))
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  })
})

test('the explained claim is capped, and its postings are those of the journal', async () => {
  const { stdout } = await callCli(folder, [...exampleOf('explain'), '--json'])
  const claim = JSON.parse(stdout) as { key: string[]; postings: unknown; settled: string }
  const journal = readFileSync(
    join(folder, 'examples/pocket/data/settlement-1/journal.ndjson'),
    'utf8',
  )
  const line = journal
    .split('\n')
    .find((each) => each.includes(`"key":${JSON.stringify(claim.key)}`))
  const entry = JSON.parse(line ?? '{}') as { claimed: string; settled: string; postings: unknown }
  expect(claim.postings).toEqual(entry.postings)
  expect(BigInt(claim.settled)).toBeLessThan(BigInt(entry.claimed))
})

test('streamed, its claims settle to the same, in every form', async () => {
  const data = 'examples/pocket/data'
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  const claims = `${data}/claims-1.ndjson`
  const args = exampleOf('settle').filter((arg) => arg !== '--dry-run')
  for (const form of ['arrow', 'parquet', 'rows']) {
    const kind = ['--network', config, '--kind', 'relays']
    await callCli(folder, ['convert', claims, `${data}/c.${form}`, ...kind, '--force'])
    const streamed = args.map((arg) => (arg === claims ? `${data}/c.${form}` : arg))
    const files = ['--out', `streamed-${form}`, '--state-out', `${form}.json`]
    const settled = await callCli(folder, [...streamed, ...files, '--memory', '64KiB'])
    expect(settled).toMatchObject({ exit: 0, stderr: '' })
    expect(read(`streamed-${form}/receipt.json`)).toBe(read(`${data}/settlement-1/receipt.json`))
    expect(read(`${form}.json`)).toBe(read('after.json'))
  }
})
