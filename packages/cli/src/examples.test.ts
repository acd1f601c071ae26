import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { callCli } from '../fixtures/callCli.js'
import { SOURCE_ARGS } from '../fixtures/sourceArgs.js'
import { COMMANDS } from './commands/COMMANDS.js'

const example = new URL('../../../examples/pocket/', import.meta.url)
const story = new URL('../../../examples/microtask/', import.meta.url)
const memory = new URL('../../../examples/memory/', import.meta.url)
const config = fileURLToPath(new URL('tlmkit.config.ts', example))
const folder = mkdtempSync(join(tmpdir(), 'tlmkit-pocket-'))

/** The example of a command, as a shell would split it, with the network from the repository. */
function exampleOf(command: string): readonly string[] {
  const words = (COMMANDS[command]?.example ?? '').replaceAll('\\\n', ' ').split(/\s+/)
  return words.slice(1).map((word) => (word.endsWith('tlmkit.config.ts') ? config : word))
}

async function generate(from: URL, data: string, ...options: object[]): Promise<unknown> {
  const module = (await import(new URL('generate.ts', from).href)) as {
    readonly generateExample: (folder: string, ...options: object[]) => unknown
  }
  return module.generateExample(join(folder, data), ...options)
}

beforeAll(async () => {
  await generate(example, 'examples/pocket/data')
  await generate(story, 'examples/microtask/data')
  const after = ['--state-out', 'examples/microtask/data/state-after.json']
  await callCli(folder, [...exampleOf('run'), ...after])
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

test('minting less: the supply change to the unit, as two settlements have it', async () => {
  const { stdout } = await callCli(folder, [...exampleOf('diff'), '--json'])
  const { denominations } = JSON.parse(stdout) as {
    denominations: Record<'minted' | 'burned' | 'supply', Record<string, unknown>>[]
  }
  const [upokt] = denominations
  const settle = exampleOf('settle')
  for (const [side, file] of [
    ['before', 'mint-all'],
    ['after', 'mint-less'],
  ] as const) {
    const params = ['--params', `examples/pocket/data/${file}.json`]
    const settled = await callCli(folder, [...settle, ...params, '--json'])
    const { supply } = JSON.parse(settled.stdout) as {
      supply: { denomination: string; minted: object; burned: object; change: object }[]
    }
    const moved = supply.find(({ denomination }) => denomination === 'upokt')
    expect(upokt?.minted[side]).toEqual(moved?.minted)
    expect(upokt?.burned[side]).toEqual(moved?.burned)
    expect(upokt?.supply[side]).toEqual(moved?.change)
  }
  expect(upokt?.supply).toMatchObject({
    before: { units: '2865' },
    after: { units: '-10457529' },
    delta: { units: '-10460394' },
  })
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

test('the story of micro-tasks: paid, failed, compensated, watchlisted', async () => {
  const run = await callCli(folder, [...exampleOf('run'), '--json'])
  expect(JSON.parse(run.stdout)).toMatchObject({
    counts: { accepted: 41, refused: 2 },
  })
  const { stdout } = await callCli(folder, [...exampleOf('run'), '--ndjson'])
  const refused = stdout.split('\n').filter((line) => line.includes('"refused"'))
  expect(refused.join()).toMatch(/already-committed.*watchlisted/s)
  // Eve was paid 4.65 LA for half of 10 LA less 2 % and 5 %; 1.5 times that is split 30 to 70.
  const args = exampleOf('run').slice(1)
  const failure = await callCli(folder, ['explain', 'failures/vision-1/0', ...args])
  expect(failure.stdout).toContain('penalty: 2.0925 LA')
  expect(failure.stdout).toContain('compensation: 4.85 LA')
  const node = await callCli(folder, exampleOf('node'))
  expect(node.stdout).toContain('listedUntil  2560')
})

describe('memory is lent to threads and billed', () => {
  const data = 'examples/memory/data'
  const commands = [
    ...['--network', fileURLToPath(new URL('tlmkit.config.ts', memory))],
    ...['--state', `${data}/state.json`, '--commands', `${data}/commands.ndjson`],
  ]
  const again = 'examples/memory/again'
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')

  let tables: readonly unknown[] = []

  beforeAll(async () => {
    const options = { execArgv: SOURCE_ARGS.slice(0, 2) }
    tables = [await generate(memory, data, options), await generate(memory, again, options)]
  }, 60_000)

  test('the threads do the same in each run', () => {
    const [table, other] = tables
    expect(table).toEqual(other)
    // 12 tiles, of which all but the first come back warm; 12 sketches and 12 notes change hands.
    expect(table).toContainEqual(expect.stringMatching(/^ada +38 +11 +24 +38 +0 +0 /))
    expect(read(`${again}/commands.ndjson`)).toBe(read(`${data}/commands.ndjson`))
  })

  test('an answer with a flipped byte and a node without rights are refused', async () => {
    const { stdout } = await callCli(folder, ['run', ...commands, '--ndjson'])
    const lines = stdout.split('\n').filter((line) => !line.includes('"type":"summary"'))
    const codes = lines.flatMap((line) => /"code":"([a-z-]+)"/.exec(line)?.[1] ?? [])
    expect(codes).toEqual(['path-invalid', 'rights-off'])
  })

  // Figures of the specification's table, and of a lease of 20 KiB that is late as well.
  test.each([
    ['releases/frames', { blocks: '37', prepay: '7,000', fee: '2,590', refund: '4,410' }],
    ['releases/probe', { blocks: '1', prepay: '7,000', fee: '70', refund: '6,930' }],
    ['timeouts/cache-1', { blocks: '10', fee: '700', refund: '6,300', penalty: '0' }],
    ['timeouts/cache-2', { blocks: '10', fee: '1,400', refund: '12,600', penalty: '21,000' }],
  ])('%s', async (claim, figures) => {
    const { stdout } = await callCli(folder, ['explain', claim, ...commands])
    for (const [name, figure] of Object.entries(figures)) {
      const line = stdout.split('\n').find((each) => each.trimStart().startsWith(`${name} `))
      expect(line).toMatch(new RegExp(`[ (]${figure}(?: base units\\))?$`))
    }
  })
})
