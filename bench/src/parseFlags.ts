import { parseArgs } from 'node:util'
import type { Order } from './Workload.ts'

/** What the command line asks for. */
export interface Flags {
  /** Ids of workloads, of plans from file to disk, or other parts by name; all when empty. */
  readonly only: readonly string[]
  readonly claims: number
  /** For the reference engine, with the others beside it. */
  readonly referenceClaims: number
  readonly repeat: number
  readonly order: Order
  /** Where the Markdown goes; absent: to RESULTS.md if everything is measured, else nowhere. */
  readonly out: string | undefined
  readonly task: string | undefined
  readonly plan: string | undefined
}

/** Reads the command line. */
export function parseFlags(words: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string', default: '' },
      claims: { type: 'string', default: '1000000' },
      'reference-claims': { type: 'string', default: '20000' },
      repeat: { type: 'string', default: '5' },
      shuffled: { type: 'boolean', default: false },
      out: { type: 'string' },
      task: { type: 'string' },
      plan: { type: 'string' },
    },
  })
  return {
    only: values.only.split(',').filter((id) => id !== ''),
    claims: parseCount('--claims', values.claims),
    referenceClaims: parseCount('--reference-claims', values['reference-claims']),
    repeat: parseCount('--repeat', values.repeat),
    order: values.shuffled ? 'shuffled' : 'canonical',
    out: values.out,
    task: values.task,
    plan: values.plan,
  }
}

function parseCount(flag: string, text: string): number {
  const count = Number(text.replaceAll('_', ''))
  if (Number.isSafeInteger(count) && count > 0) return count
  throw new Error(`${flag} ${text}: give a whole number above 0`)
}
