import { claimOf, defineCommand, id, reject, tell } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { operatorWorks } from '../operators/OperatorState.js'
import { operatorOf } from './operatorOf.js'
import { use } from './acceptCommand.js'
import type { TaskState } from './TaskState.js'

/**
 * A requester cancels a task before it starts: the fee goes back, the bind is freed.
 *
 * Errors: `unknown-task`, `not-accepted`, `not-a-party`.
 */
export const cancelCommand = defineCommand<TaskState>()({
  columns: { requester: id('requester') },
  codes: ['unknown-task', 'not-accepted', 'not-a-party'],
  reduce(task, { requester }, context) {
    if (task === undefined) return reject('unknown-task')
    if (task.status !== 'accepted') return reject('not-accepted')
    if (task.requester !== requester) return reject('not-a-party')
    const { height, work } = context
    const { operator, bind, fee } = task
    const present = operatorOf(context, task)
    return {
      state: { status: 'cancelled' },
      claims: [
        ...present.claims,
        claimOf(laStakeKinds['task-frees'], { task: work, height, operator, release: bind }),
        claimOf(laStakeKinds['fee-refunds'], { task: work, height, requester, fee }),
      ],
      tells: [
        ...present.tells,
        tell(operatorWorks, operator, () => use(present.state, task.type, -1n)),
      ],
    }
  },
})
