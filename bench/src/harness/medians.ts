import type { PhaseTimes } from './Contestant.ts'

/** The middle one of an odd number of figures. */
export function medianOf(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
}

/** The median of each phase. */
export function mediansOf(runs: readonly PhaseTimes[]): PhaseTimes {
  const phases = new Set(runs.flatMap((run) => Object.keys(run) as (keyof PhaseTimes)[]))
  return Object.fromEntries(
    [...phases].map((phase) => [phase, medianOf(runs.map((run) => run[phase] ?? 0))]),
  )
}
