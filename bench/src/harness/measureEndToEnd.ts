import { END_TO_END_PLANS, runEndToEnd, type EndToEndPlan, type EndToEndRun } from '../endToEnd.ts'
import { Child } from './Child.ts'
import type { PhaseTimes } from './Contestant.ts'
import { mediansOf, medianOf } from './medians.ts'

/** What the runs of a plan came to, medians. */
export interface EndToEndResult extends EndToEndPlan {
  readonly milliseconds: readonly number[]
  readonly claimsPerSecond: number
  readonly phases: PhaseTimes
  readonly peakOverIdleKilobytes: number
}

/** Runs every plan `repeat` times, each in a fresh process; nothing where core cannot stream. */
export async function measureEndToEnd(
  repeat: number,
  isWanted: (id: string) => boolean,
): Promise<readonly EndToEndResult[]> {
  if (runEndToEnd === undefined) return []
  const results: EndToEndResult[] = []
  for (const plan of END_TO_END_PLANS.filter(({ id }) => isWanted(id))) {
    const runs: EndToEndRun[] = []
    for (let round = 0; round < repeat; round++) {
      const run = await Child.runPlan(plan)
      if (run !== undefined) runs.push(run)
    }
    const milliseconds = runs.map((run) => run.milliseconds)
    results.push({
      ...plan,
      milliseconds,
      claimsPerSecond: (plan.claims * 1000) / medianOf(milliseconds),
      phases: mediansOf(runs.map(({ phases }) => phases)),
      peakOverIdleKilobytes: medianOf(runs.map(({ peakOverIdle }) => peakOverIdle)),
    })
  }
  return results
}
