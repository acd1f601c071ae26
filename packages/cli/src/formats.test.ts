import { Hasher, JournalReader } from '@tlmkit/core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { SETTLEMENT, callCli, createFolder } from '../fixtures/callCli.js'

const formats = new URL('../../../docs/formats/', import.meta.url)
const names = ['state', 'receipt', 'journal', 'command']
const json = (text: string): unknown => JSON.parse(text)

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
  for (const name of names) {
    const schema = readFileSync(new URL(`${name}.schema.json`, formats), 'utf8')
    ajv.addSchema(json(schema) as object, name)
  }
  return ajv
}

const ajv = createAjv()
const faults = (name: string, value: unknown): unknown => {
  ajv.validate(name, value)
  return ajv.errors ?? []
}

describe('what the command writes fits docs/formats', () => {
  let folder = mkdtempSync(join(tmpdir(), 'tlmkit-formats-'))
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  beforeAll(async () => {
    folder = createFolder()
    await callCli(folder, ['settle', ...SETTLEMENT, '--out', 'out', '--state-out', 'after.json'])
  })

  test('state, before and after', () => {
    expect(faults('state', json(read('state.json')))).toEqual([])
    expect(faults('state', json(read('after.json')))).toEqual([])
  })

  test('a command that proposes', async () => {
    const network = fileURLToPath(new URL('../fixtures/governed.config.ts', import.meta.url))
    const args = ['--network', network, '--proposer', 'ann', '--pay', 'module/x=5', '--quiet']
    const { stdout } = await callCli(folder, ['propose', 'burnRate=0.2', ...args])
    expect(faults('command', json(stdout))).toEqual([])
  })

  test('receipt', () => {
    expect(faults('receipt', json(read('out/receipt.json')))).toEqual([])
  })

  test('journal, line by line', () => {
    const lines = read('out/journal.ndjson').trimEnd().split('\n').map(json)
    expect(lines.flatMap((line) => faults('journal', line))).toEqual([])
    expect(lines).toHaveLength(6)
  })

  test('the examples in the pages', () => {
    const page = (name: string): string => readFileSync(new URL(name, formats), 'utf8')
    const examples = (name: string): unknown[] => {
      const blocks = [...page(name).matchAll(/```json\n([^`]*)```/g)].map(([, text]) => text ?? '')
      return blocks.flatMap((text) =>
        text.startsWith('{\n') ? [json(text)] : text.trimEnd().split('\n').map(json),
      )
    }
    expect(examples('journal.md').flatMap((each) => faults('journal', each))).toEqual([])
    const reader = new JournalReader(new Hasher(), () => undefined)
    for (const line of examples('journal.md')) reader.add(line, 'journal.md')
    expect(reader.finish().blocks).toBe(1)
    expect(examples('state.md').flatMap((each) => faults('state', each))).toEqual([])
    expect(examples('commands.md').flatMap((each) => faults('command', each))).toEqual([])
  })

  test.each([
    ['state', { format: 'tlmkit-state/1', network: 'toy', height: '3' }],
    ['state', { format: 'tlmkit-state/2', network: 'toy' }],
    ['state', { format: 'tlmkit-state/1', network: 'toy', balances: { tok: { a: '1' } } }],
    ['receipt', { format: 'tlmkit-receipt/1' }],
    ['journal', { type: 'block', index: 0 }],
    ['command', { lifecycle: 'lease' }],
  ])('the schema of %s refuses what the reader refuses', (name, value) => {
    expect(faults(name, value)).not.toEqual([])
  })
})
