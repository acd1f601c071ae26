import type { Order, Workload } from '../Workload.ts'
import { Child } from './Child.ts'
import type { ContestantName, Measured, PhaseTimes } from './Contestant.ts'
import { mediansOf, medianOf } from './medians.ts'

/** What a contestant came to on one workload, medians of its runs. */
export interface Result {
  readonly workload: string
  readonly title: string
  readonly contestant: ContestantName
  readonly claims: number
  readonly settled: number
  readonly postings: number
  /** Of all runs that count. */
  readonly milliseconds: readonly number[]
  /** `settle`: the settling alone. `whole`: reading, hashing and the receipt besides. */
  readonly scope: 'settle' | 'whole'
  readonly nanosecondsPerClaim: number
  readonly nanosecondsPerPosting: number
  /** Part of the time in which the contestant did not run, in percent. */
  readonly waitedPercent: number
  readonly phases: PhaseTimes
  readonly peakOverIdleKilobytes: number
  readonly digest: string
}

export interface MeasureOptions {
  readonly contestants: readonly ContestantName[]
  readonly count: number
  readonly repeat: number
  readonly order: Order
  readonly program: string
  readonly folder: string
}

/**
 * Has all contestants settle a workload, in turns, so that noise hits all of them.
 *
 * Rule: one run each to warm up, then `repeat` rounds. All closing balances must be the same.
 */
export async function measureWorkload(
  workload: Workload,
  { contestants, repeat, ...options }: MeasureOptions,
): Promise<readonly Result[]> {
  const children: { readonly contestant: ContestantName; readonly child: Child }[] = []
  for (const contestant of contestants) {
    const child = await Child.start({ ...options, contestant, workload: workload.id })
    children.push({ contestant, child })
  }
  const runs = new Map<ContestantName, Measured[]>()
  for (let round = 0; round <= repeat; round++) {
    for (const { contestant, child } of children) {
      const measured = await child.run()
      if (round > 0) runs.set(contestant, [...(runs.get(contestant) ?? []), measured])
    }
  }
  const postings = postingsOf([...runs.values()].flat())
  const results: Result[] = []
  for (const { contestant, child } of children) {
    const measured = runs.get(contestant) ?? []
    const { digest, peakOverIdle } = await child.finish()
    const { id, title } = workload
    const place = { workload: id, title, contestant, claims: options.count, digest, postings }
    results.push(resultOf(place, { measured, peakOverIdle }))
  }
  assertSameBalances(results)
  return results
}

/** How many postings there were: the same for all who count them. */
function postingsOf(measured: readonly Measured[]): number {
  const counts = new Set(measured.flatMap(({ postings }) => postings ?? []))
  const [postings = 0, other] = counts
  if (other === undefined) return postings
  throw new Error(`postings differ: ${[...counts].join(', ')}`)
}

type Place = Pick<Result, 'workload' | 'title' | 'contestant' | 'claims' | 'digest' | 'postings'>

function resultOf(
  place: Place,
  { measured, peakOverIdle }: { readonly measured: Measured[]; readonly peakOverIdle: number },
): Result {
  const last = measured.at(-1)
  if (last === undefined) throw new Error('there was no run')
  const { settled, phases = {}, peakKilobytes } = last
  const isSettling =
    place.contestant === 'plain' || place.contestant === 'c' || phases.settle !== undefined
  const milliseconds = measured.map((run) => run.phases?.settle ?? run.milliseconds)
  const middle = medianOf(milliseconds)
  return {
    ...place,
    settled,
    milliseconds,
    scope: isSettling ? 'settle' : 'whole',
    nanosecondsPerClaim: (middle * 1e6) / place.claims,
    nanosecondsPerPosting: (middle * 1e6) / Math.max(1, place.postings),
    waitedPercent: medianOf(measured.map(waitedPercentOf)),
    phases: mediansOf(measured.map((run) => run.phases ?? {})),
    peakOverIdleKilobytes: peakKilobytes ?? peakOverIdle,
  }
}

function waitedPercentOf({ milliseconds, busyMilliseconds }: Measured): number {
  return Math.max(0, 100 * (1 - busyMilliseconds / milliseconds))
}

function assertSameBalances(results: readonly Result[]): void {
  const digests = new Set(results.map(({ digest, settled }) => `${digest} ${settled}`))
  if (digests.size <= 1) return
  const lines = results.map(({ contestant, digest, settled, workload }) => {
    return `  ${workload} ${contestant}: ${digest}, ${settled} settled`
  })
  throw new Error(`the balances differ:\n${lines.join('\n')}`)
}
