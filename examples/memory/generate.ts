import { canonicalJson } from '@tlmkit/core'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Example } from './Example.ts'
import { FIRST_BLOCK, LAST_BLOCK } from './plan.ts'

/** Base units of LA. */
const BALANCES: Readonly<Record<string, string>> = {
  'auditor/vera/balance': '10000',
  'caller/iris/balance': '500000',
  'caller/kim/balance': '100000',
  'caller/tom/balance': '500000',
  'operator/ada/balance': '1000000',
  'operator/fay/balance': '1000000',
  'operator/lou/balance': '1000000',
}

interface Options {
  /** Options of Node for the threads. */
  readonly execArgv?: readonly string[]
}

/** Lends memory to threads, writes opening state and commands, and gives the pools' figures. */
export async function generateExample(
  folder: string,
  { execArgv = [] }: Options = {},
): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true })
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder, file), text)
  }
  const state = { format: 'tlmkit-state/1', network: 'lagrange-memory' }
  write('state.json', `${canonicalJson({ ...state, balances: { LA: BALANCES } }, { indent: 2 })}\n`)
  const example = new Example(execArgv)
  try {
    example.stake()
    for (let height = FIRST_BLOCK; height <= LAST_BLOCK; height++) await example.block(height)
    write('commands.ndjson', example.commands)
    return example.table
  } finally {
    await example.stop()
  }
}

if (import.meta.main) {
  const table = await generateExample(join(import.meta.dirname, 'data'))
  console.log(table.join('\n'))
}
