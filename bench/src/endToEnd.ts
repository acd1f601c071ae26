import type { PhaseTimes } from './harness/Contestant.ts'
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
  plan('shuffled-10m', 'binary in, shuffled', { order: 'shuffled', claims: 10 * MILLION }),
  plan('ndjson-1m', 'NDJSON in, canonical order', { format: 'ndjson' }),
]

/** Runs a plan in this process; undefined as long as core cannot stream. */
export const runEndToEnd: ((plan: EndToEndPlan) => EndToEndRun) | undefined = undefined

function plan(id: string, title: string, options: Partial<EndToEndPlan>): EndToEndPlan {
  return { id, title, format: 'binary', order: 'canonical', claims: MILLION, ...options }
}
