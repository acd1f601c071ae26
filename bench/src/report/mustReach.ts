import type { ContestantName } from '../harness/Contestant.ts'
import type { EndToEndResult } from '../harness/measureEndToEnd.ts'
import type { Result } from '../harness/measureWorkload.ts'
import { medianOf } from '../harness/medians.ts'
import type { Report } from './Report.ts'

/** One line of what issue 3 asks for, with what was measured. */
export interface Goal {
  readonly what: string
  readonly atLeast: string
  /** Absent where something it needs was not measured. */
  readonly measured: string | undefined
  readonly isReached: boolean
}

const MEGABYTE = 1024

/** The `must reach` lines of issue 3, each from the largest count that has what it needs. */
export function mustReach(report: Report): readonly Goal[] {
  return [...settleGoals(report.results), ...endToEndGoals(report.endToEnd)]
}

function settleGoals(results: readonly Result[]): readonly Goal[] {
  const cost = (workload: string, contestant: ContestantName): number =>
    find(results, workload, contestant)?.nanosecondsPerClaim ?? Number.NaN
  const perPosting = (workload: string): number =>
    find(results, workload, 'columnar')?.nanosecondsPerPosting ?? Number.NaN
  const gain = cost('five-stage', 'plain') / cost('five-stage', 'columnar')
  const plainToC = cost('five-stage', 'plain') / cost('five-stage', 'c')
  const toC = (workload: string): number => cost(workload, 'columnar') / cost(workload, 'c')
  const perClaim = (suffix: string): number =>
    cost(`per-claim${suffix}`, 'columnar') - cost(`five-stage${suffix}`, 'columnar')
  const pocket = perPosting('pocket') / perPosting('five-stage')
  const against = `settle only, against (a), where (a) is at most 150x slower than (d)`
  const ratio = Number.isNaN(plainToC) ? against : `${against}: ${times(plainToC)}`
  const chain = 'a perClaim TLM in the chain'
  return [
    { what: ratio, atLeast: '50x', ...figure(gain, times, gain >= 50) },
    atMost('settle only against C, 6 decimals', { most: 2, value: toC('five-stage'), show: times }),
    atMost('settle only against C, 18 decimals', {
      most: 2.5,
      value: toC('five-stage-18'),
      show: times,
    }),
    atMost('pocket per posting, against five stages', { most: 2, value: pocket, show: times }),
    atMost(`${chain}, 6 decimals`, { most: 100, value: perClaim(''), show: nanoseconds }),
    atMost(`${chain}, 18 decimals`, { most: 250, value: perClaim('-18'), show: nanoseconds }),
  ]
}

function endToEndGoals(results: readonly EndToEndResult[]): readonly Goal[] {
  const find = (id: string): EndToEndResult | undefined => results.find((each) => each.id === id)
  const speed = (what: string, id: string, least: number): Goal => {
    const value = find(id)?.claimsPerSecond ?? Number.NaN
    return { what, atLeast: perSecond(least), ...figure(value, perSecond, value >= least) }
  }
  const peak = (id: string): number => (find(id)?.peakOverIdleKilobytes ?? Number.NaN) / MEGABYTE
  const time = (id: string): number => medianOf(find(id)?.milliseconds ?? [])
  const [small, large] = [peak('binary-1m'), peak('binary-10m')]
  return [
    speed('binary in, canonical order, 1 M claims', 'binary-1m', 1e6),
    speed('binary in, canonical order, 10 M claims', 'binary-10m', 1e6),
    speed('binary in, shuffled, 1 M claims', 'shuffled-1m', 5e5),
    speed('binary in, shuffled, 10 M claims', 'shuffled-10m', 5e5),
    speed('NDJSON in, 1 M claims', 'ndjson-1m', 3e5),
    atMost('peak memory at 10 M claims, over idle', { most: 200, value: large, show: megabytes }),
    atMost('peak memory at 10 M over that at 1 M', {
      most: 1.2,
      value: large / small,
      show: times,
    }),
    atMost('time of 10 M over time of 1 M, canonical order', {
      most: 11,
      value: time('binary-10m') / time('binary-1m'),
      show: times,
    }),
  ]
}

/** The result at the largest count, where settling alone was timed. */
function find(
  results: readonly Result[],
  workload: string,
  contestant: ContestantName,
): Result | undefined {
  return results
    .filter((result) => result.workload === workload && result.contestant === contestant)
    .filter(({ scope }) => scope === 'settle')
    .toSorted((a, b) => b.claims - a.claims)[0]
}

interface Bound {
  readonly most: number
  readonly value: number
  readonly show: (value: number) => string
}

function atMost(what: string, { most, value, show }: Bound): Goal {
  return { what, atLeast: `<= ${show(most)}`, ...figure(value, show, value <= most) }
}

function figure(
  value: number,
  show: (value: number) => string,
  isReached: boolean,
): Pick<Goal, 'measured' | 'isReached'> {
  return { measured: Number.isNaN(value) ? undefined : show(value), isReached }
}

function times(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)}x`
}

function nanoseconds(value: number): string {
  return `${value.toFixed(0)} ns`
}

function megabytes(value: number): string {
  return `${value.toFixed(0)} MiB`
}

function perSecond(value: number): string {
  return `${(value / 1e6).toFixed(2)} M/s`
}
