import { defineCommand, id, opaque, reject } from '@tlmkit/core'
import { stakeParamsOf } from '../params.js'
import type { FailTask } from './failTask.js'
import { isSubmitted, type SubmittedTask, type TaskState } from './TaskState.js'

/** Judges evidence against a result: hex bytes, and the task with its id. */
export type FaultCheck = (
  evidence: string,
  task: SubmittedTask & { readonly task: string },
) => boolean

/**
 * Anybody shows that a result is bad: the fee goes back, the whole bind to the penalty split.
 *
 * Rule: the verifier's evidence is its no; any other is judged by `isFault`.
 * Errors: `unknown-task`, `not-challengeable`, `challenge-over`, `evidence-invalid`.
 */
export function challengeCommand(isFault: FaultCheck, failTask: FailTask) {
  return defineCommand<TaskState>()({
    columns: { challenger: id('party'), evidence: opaque() },
    codes: ['unknown-task', 'not-challengeable', 'challenge-over', 'evidence-invalid'],
    reduce(task, { challenger, evidence }, context) {
      if (task === undefined) return reject('unknown-task')
      if (!isSubmitted(task)) return reject('not-challengeable')
      const { taskChallengeWindow } = stakeParamsOf(context.params)
      if (context.height >= task.verifiedAt + taskChallengeWindow) return reject('challenge-over')
      const isShown =
        challenger === task.verifier || isFault(evidence, { ...task, task: context.work })
      if (!isShown) return reject('evidence-invalid')
      return failTask(context, task, {
        status: 'faulted',
        penalty: task.bind,
        faultHeight: task.submittedAt,
      })
    },
  })
}
