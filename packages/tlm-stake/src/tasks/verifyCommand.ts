import { defineCommand, id, reject } from '@tlmkit/core'
import type { TaskState } from './TaskState.js'

/**
 * The verifier says yes, while it is its turn.
 *
 * Errors: `unknown-task`, `not-submitted`, `not-the-verifier`.
 */
export const verifyCommand = defineCommand<TaskState>()({
  columns: { verifier: id('verifier') },
  codes: ['unknown-task', 'not-submitted', 'not-the-verifier'],
  reduce(task, { verifier }, { height }) {
    if (task === undefined) return reject('unknown-task')
    if (task.status !== 'submitted' || height >= task.verifiedAt) {
      return reject('not-submitted')
    }
    if (task.verifier !== verifier) return reject('not-the-verifier')
    return { state: { ...task, status: 'verified', verifiedAt: height } }
  },
})
