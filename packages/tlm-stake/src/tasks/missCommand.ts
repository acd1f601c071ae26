import { defineCommand, reject, timesRatio } from '@tlmkit/core'
import { stakeParamsOf } from '../params.js'
import type { FailTask } from './failTask.js'
import { isActive, type TaskState } from './TaskState.js'

/**
 * Anybody ends a task whose deadline has passed with nothing submitted: ceil(bind x missRate) to
 * the penalty split, the rest freed, the fee back.
 *
 * Units: base units. Rounding: up. Errors: `unknown-task`, `not-active`, `too-early`.
 */
export function missCommand(failTask: FailTask) {
  return defineCommand<TaskState>()({
    columns: {},
    codes: ['unknown-task', 'not-active', 'too-early'],
    reduce(task, _command, context) {
      if (task === undefined) return reject('unknown-task')
      if (!isActive(task)) return reject('not-active')
      if (context.height <= task.deadline) return reject('too-early')
      const { missRate } = stakeParamsOf(context.params)
      return failTask(context, task, {
        status: 'missed',
        penalty: timesRatio(task.bind, missRate, 'ceil'),
        faultHeight: task.deadline,
      })
    },
  })
}
