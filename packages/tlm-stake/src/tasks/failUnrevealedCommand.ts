import { defineCommand, reject } from '@tlmkit/core'
import { stakeParamsOf } from '../params.js'
import type { FailTask } from './failTask.js'
import { isSubmitted, type TaskState } from './TaskState.js'

/**
 * Anybody fails a task whose result was demanded and not revealed in time, like a challenge that
 * succeeds.
 *
 * Errors: `unknown-task`, `not-demanded`, `challenge-over`, `too-early`.
 */
export function failUnrevealedCommand(failTask: FailTask) {
  return defineCommand<TaskState>()({
    columns: {},
    codes: ['unknown-task', 'not-demanded', 'challenge-over', 'too-early'],
    reduce(task, _command, context) {
      if (task === undefined) return reject('unknown-task')
      if (!isSubmitted(task) || task.demandedAt === null || task.isRevealed) {
        return reject('not-demanded')
      }
      const { taskChallengeWindow, taskRevealWindow } = stakeParamsOf(context.params)
      const { height } = context
      if (height >= task.verifiedAt + taskChallengeWindow) return reject('challenge-over')
      if (height <= task.demandedAt + taskRevealWindow) return reject('too-early')
      return failTask(context, task, {
        status: 'faulted',
        penalty: task.bind,
        faultHeight: task.submittedAt,
      })
    },
  })
}
