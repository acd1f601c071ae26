import { defineCommand, id, reject } from '@tlmkit/core'
import type { TaskState } from './TaskState.js'

/**
 * An operator starts a task, which can no longer be cancelled.
 *
 * Errors: `unknown-task`, `not-accepted`, `not-a-party`.
 */
export const startCommand = defineCommand<TaskState>()({
  columns: { operator: id('operator') },
  codes: ['unknown-task', 'not-accepted', 'not-a-party'],
  reduce(task, { operator }) {
    if (task === undefined) return reject('unknown-task')
    if (task.status !== 'accepted') return reject('not-accepted')
    if (task.operator !== operator) return reject('not-a-party')
    return { state: { ...task, status: 'started' } }
  },
})
