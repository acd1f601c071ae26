import { rmSync } from 'node:fs'
import { END_TO_END_PLANS, writeClaims, type EndToEndPlan, type EndToEndRun } from '../endToEnd.ts'
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

/** Writes the claims of every plan to a file, and runs it `repeat` times, in fresh processes. */
export async function measureEndToEnd(
  repeat: number,
  { isWanted, folder }: { readonly isWanted: (id: string) => boolean; readonly folder: string },
): Promise<readonly EndToEndResult[]> {
  const results: EndToEndResult[] = []
  for (const plan of END_TO_END_PLANS.filter(({ id }) => isWanted(id))) {
    console.error(`${plan.title}: ${plan.claims} claims`)
    const path = await writeClaims(plan, folder)
    const runs: EndToEndRun[] = []
    for (let round = 0; round < repeat; round++) runs.push(await Child.runPlan({ plan, path }))
    rmSync(path)
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
