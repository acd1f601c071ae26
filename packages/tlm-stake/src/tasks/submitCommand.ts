import { defineCommand, id, opaque, reject, tell } from '@tlmkit/core'
import { operatorWorks } from '../operators/OperatorState.js'
import { stakeParamsOf } from '../params.js'
import { use } from './acceptCommand.js'
import { operatorOf } from './operatorOf.js'
import { isActive, type TaskState } from './TaskState.js'

/**
 * An operator submits the Keccak-256 hash of its result, which waits for the verdict.
 *
 * Errors: `unknown-task`, `not-active`, `not-the-operator`, `too-late`.
 */
export const submitCommand = defineCommand<TaskState>()({
  columns: { operator: id('operator'), hash: opaque() },
  codes: ['unknown-task', 'not-active', 'not-the-operator', 'too-late'],
  reduce(task, { operator, hash }, context) {
    if (task === undefined) return reject('unknown-task')
    if (!isActive(task)) return reject('not-active')
    if (task.operator !== operator) return reject('not-the-operator')
    const { height } = context
    if (height > task.deadline) return reject('too-late')
    const { taskVerdictWindow } = stakeParamsOf(context.params)
    const present = operatorOf(context, task)
    return {
      state: {
        ...task,
        ...{ status: 'submitted', hash, submittedAt: height },
        ...{ verifiedAt: height + taskVerdictWindow, demandedAt: null, isRevealed: false },
      },
      claims: present.claims,
      tells: [
        ...present.tells,
        tell(operatorWorks, operator, () => use(present.state, task.type, -1n)),
      ],
    }
  },
})
