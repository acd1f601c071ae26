import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { END_TO_END_PLANS } from './src/endToEnd.ts'
import type { ContestantName } from './src/harness/Contestant.ts'
import type { Task } from './src/harness/createContestant.ts'
import { measureEndToEnd } from './src/harness/measureEndToEnd.ts'
import { measureWorkload, type Result } from './src/harness/measureWorkload.ts'
import { runPlan, runTask, type PlanTask } from './src/harness/runTask.ts'
import { measureSingleCommands } from './src/measureSingleCommands.ts'
import { parseFlags, type Flags } from './src/parseFlags.ts'
import { measureMicrotasks } from './src/microtasks/measureMicrotasks.ts'
import { measurePool } from './src/pool/measurePool.ts'
import { compileReference, type Reference } from './src/reference/compileReference.ts'
import { describeMachine } from './src/report/describeMachine.ts'
import { formatReport } from './src/report/formatReport.ts'
import type { Report } from './src/report/Report.ts'
import { WORKLOADS } from './src/workloads.ts'

const SINGLE_COMMAND = 'single-command'
const MEMORY_POOL = 'memory-pool'
const MICROTASKS = 'microtasks'
const JSON_FILE = join(import.meta.dirname, 'results.json')
const MARKDOWN_FILE = join(import.meta.dirname, 'RESULTS.md')
const INTRODUCTION = `# Results

Written by \`npx -y pnpm@12 bench\`. [README.md](README.md) says what each line is.`

const flags = parseFlags(process.argv.slice(2))
if (flags.task !== undefined) runTask(JSON.parse(flags.task) as Task)
else if (flags.plan !== undefined) await runPlan(JSON.parse(flags.plan) as PlanTask)
else await bench(flags)

/** Measures what the flags ask for, prints it, and writes it down. */
async function bench(asked: Flags): Promise<void> {
  assertKnown(asked.only)
  const isWanted = (id: string): boolean => asked.only.length === 0 || asked.only.includes(id)
  const folder = mkdtempSync(join(tmpdir(), 'tlmkit-bench-'))
  try {
    const reference = compileReference(folder)
    const report: Report = {
      ...describeMachine(reference?.compiler),
      repeat: asked.repeat,
      order: asked.order,
      ...(isWanted(SINGLE_COMMAND) ? { singleCommands: measureSingleCommands() } : {}),
      ...(isWanted(MICROTASKS) ? { microtasks: measureMicrotasks(asked.repeat) } : {}),
      ...(isWanted(MEMORY_POOL) ? { pool: measurePool() } : {}),
      results: await measureWorkloads(asked, { reference, folder, isWanted }),
      endToEnd: await measureEndToEnd(asked.repeat, { isWanted, folder }),
    }
    const text = formatReport(report)
    console.log(text)
    writeFileSync(JSON_FILE, `${JSON.stringify(report, null, 2)}\n`)
    const markdown = asked.out ?? (asked.only.length === 0 ? MARKDOWN_FILE : undefined)
    if (markdown !== undefined) writeFileSync(markdown, `${INTRODUCTION}\n\n${text}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Place {
  readonly reference: Reference | undefined
  readonly folder: string
  readonly isWanted: (id: string) => boolean
}

/** Every workload twice: with the reference engine on few claims, and without it on many. */
async function measureWorkloads(
  { claims, referenceClaims, repeat, order }: Flags,
  { reference, folder, isWanted }: Place,
): Promise<readonly Result[]> {
  const others: ContestantName[] = [
    'plain',
    'columnar',
    ...(reference === undefined ? [] : (['c'] as const)),
  ]
  const results: Result[] = []
  const common = { repeat, order, folder, program: reference?.path ?? '' }
  for (const workload of WORKLOADS.filter(({ id }) => isWanted(id))) {
    const few = {
      ...common,
      contestants: ['reference', ...others] as const,
      count: referenceClaims,
    }
    const many = { ...common, contestants: others, count: claims }
    for (const options of [few, many]) {
      console.error(`${workload.title}: ${options.count} claims`)
      results.push(...(await measureWorkload(workload, options)))
    }
  }
  return results
}

function assertKnown(only: readonly string[]): void {
  const ids = [...WORKLOADS, ...END_TO_END_PLANS].map(({ id }) => id)
  const known = [...ids, SINGLE_COMMAND, MICROTASKS, MEMORY_POOL]
  for (const id of only) {
    if (!known.includes(id)) throw new Error(`--only ${id}: give some of ${known.join(', ')}`)
  }
}
