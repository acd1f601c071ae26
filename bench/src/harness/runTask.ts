import { digestBalances } from '../digestBalances.ts'
import type { EndToEndPlan, EndToEndRun } from '../endToEnd.ts'
import { runEndToEnd } from '../endToEnd.ts'
import { WORKLOADS } from '../workloads.ts'
import type { Measured } from './Contestant.ts'
import { createContestant, type Task } from './createContestant.ts'

/** What a child process is asked. */
export type Request = 'run' | 'finish'

/** What a child process answers: that it is ready, one run, and what is known at the end. */
export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'measured'; readonly measured: Measured }
  | { readonly type: 'finished'; readonly finished: Finished }
  | { readonly type: 'endToEnd'; readonly run: EndToEndRun }

export interface Finished {
  readonly digest: string
  /** Largest resident size over that of the process before it had claims, in kilobytes. */
  readonly peakOverIdle: number
}

/** The child's side: settles one task as often as it is asked. */
export function runTask(task: Task): void {
  const idle = process.resourceUsage().maxRSS
  const workload = WORKLOADS.find(({ id }) => id === task.workload)
  if (workload === undefined) throw new Error(`no workload is called ${task.workload}`)
  const contestant = createContestant(workload, task)
  process.on('message', (request: Request) => {
    if (request === 'run') {
      answer({ type: 'measured', measured: contestant.run() })
      return
    }
    const peakOverIdle = process.resourceUsage().maxRSS - idle
    const digest = digestBalances(contestant.balances())
    answer({ type: 'finished', finished: { digest, peakOverIdle } })
    process.disconnect?.()
  })
  answer({ type: 'ready' })
}

/** A plan, and where its claims are. */
export interface PlanTask {
  readonly plan: EndToEndPlan
  readonly path: string
}

/** The child's side of a run from file to disk. */
export async function runPlan({ plan, path }: PlanTask): Promise<void> {
  answer({ type: 'endToEnd', run: await runEndToEnd(plan, path) })
  process.disconnect?.()
}

function answer(message: Answer): void {
  process.send?.(message)
}
