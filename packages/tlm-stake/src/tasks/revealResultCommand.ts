import { defineCommand, opaque, reject } from '@tlmkit/core'
import { stakeParamsOf } from '../params.js'
import { resultHash } from './resultHash.js'
import { isSubmitted, type TaskState } from './TaskState.js'

/**
 * Anybody reveals a result that was demanded.
 *
 * Errors: `unknown-task`, `not-demanded`, `too-late`, `result-does-not-open`.
 */
export const revealResultCommand = defineCommand<TaskState>()({
  columns: { bytes: opaque() },
  codes: ['unknown-task', 'not-demanded', 'too-late', 'result-does-not-open'],
  reduce(task, { bytes }, context) {
    if (task === undefined) return reject('unknown-task')
    if (!isSubmitted(task) || task.demandedAt === null || task.isRevealed) {
      return reject('not-demanded')
    }
    const { taskRevealWindow } = stakeParamsOf(context.params)
    if (context.height > task.demandedAt + taskRevealWindow) return reject('too-late')
    if (resultHash(bytes) !== task.hash) return reject('result-does-not-open')
    return { state: { ...task, isRevealed: true } }
  },
})
