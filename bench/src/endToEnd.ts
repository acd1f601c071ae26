import { holdYoungMemory, openClaims, settleStreamed } from '@tlmkit/cli'
import { initialState, isRatio, parseRow } from '@tlmkit/core'
import { rowsOf, writeRowsFile } from '@tlmkit/formats'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PhaseTimes } from './harness/Contestant.ts'
import { generateJobs, openingOf } from './jobs/generateJobs.ts'
import { EPOCH, jobs } from './jobs/jobs.ts'
import { jobsNetwork } from './jobs/jobsNetwork.ts'
import { FIVE_STAGE } from './jobs/JobsShape.ts'
import type { Job } from './plainBigint.ts'
import type { Order } from './Workload.ts'

/** A settlement of the five-stage workload, from a file to a synced journal. */
export interface EndToEndPlan {
  readonly id: string
  readonly title: string
  readonly format: 'binary' | 'ndjson'
  readonly order: Order
  readonly claims: number
}

/** What one run from file to disk measured. */
export interface EndToEndRun {
  readonly milliseconds: number
  readonly phases: PhaseTimes
  /** Largest resident size over that of the process before it began, in kilobytes. */
  readonly peakOverIdle: number
}

const MILLION = 1_000_000

export const END_TO_END_PLANS: readonly EndToEndPlan[] = [
  plan('binary-1m', 'binary in, canonical order', {}),
  plan('binary-10m', 'binary in, canonical order', { claims: 10 * MILLION }),
  plan('shuffled-1m', 'binary in, shuffled', { order: 'shuffled' }),
  plan('ndjson-1m', 'NDJSON in, canonical order', { format: 'ndjson' }),
]

/** Writes the claims of a plan to a file; gives its path. */
export async function writeClaims(plan: EndToEndPlan, folder: string): Promise<string> {
  const jobs_ = { shape: FIVE_STAGE, count: plan.claims }
  const path = join(folder, `${plan.id}.${plan.format === 'ndjson' ? 'ndjson' : 'rows'}`)
  const rows = generateJobs(jobs_, plan.order)
  const pieces =
    plan.format === 'ndjson'
      ? linesOf(rows)
      : writeRowsFile(jobs, rowsOf(jobs, rows), { isOrdered: plan.order === 'canonical' })
  await pipeline(pieces, createWriteStream(path))
  return path
}

/** Settles a file in this process: journal, receipt and state are written and synced. */
export async function runEndToEnd(plan: EndToEndPlan, path: string): Promise<EndToEndRun> {
  holdYoungMemory()
  const network = jobsNetwork(FIVE_STAGE)
  const held = [...openingOf({ shape: FIVE_STAGE, count: plan.claims })]
  const balances = new Map([['tok', new Map(held.filter(([, units]) => units > 0n))]])
  const state = initialState(network, { balances })
  const folder = mkdtempSync(join(dirname(path), 'out-'))
  const at = (name: string) => ({ path: join(folder, name), shown: name })
  const idle = process.resourceUsage().maxRSS
  const start = performance.now()
  const { timings } = await settleStreamed({
    network,
    state,
    input: { id: 'bench', height: EPOCH },
    claims: [
      {
        kind: 'jobs',
        file: { path, cwd: folder },
        open: () => openClaims(jobs, { path, cwd: folder }),
      },
    ],
    out: { path: folder, shown: 'out' },
    stateOut: at('state.json'),
    tmp: folder,
    now: () => performance.now(),
  })
  const milliseconds = performance.now() - start
  const peakOverIdle = process.resourceUsage().maxRSS - idle
  rmSync(folder, { recursive: true })
  return { milliseconds, phases: timings, peakOverIdle }
}

function* linesOf(rows: Iterable<Job>): Generator<string> {
  let lines = ''
  for (const { multiplier, ...job } of rows) {
    const row = parseRow(jobs.columns, { ...job, multiplier }, 'job')
    lines += `${JSON.stringify(row, asText)}\n`
    if (lines.length < 1 << 20) continue
    yield lines
    lines = ''
  }
  yield lines
}

/** Whole numbers and ratios as the text that files have. */
function asText(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  return isRatio(value) ? `${value.num}/${value.den}` : value
}

function plan(id: string, title: string, options: Partial<EndToEndPlan>): EndToEndPlan {
  return { id, title, format: 'binary', order: 'canonical', claims: MILLION, ...options }
}
