import { amount, claimOf, defineCommand, id, reject, units } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import type { TaskState } from './TaskState.js'

/**
 * A requester offers a task; its fee is locked.
 *
 * Units: `fee` in base units, `deadline` a height in blocks.
 * Errors: `paused`, `duplicate-task`, `deadline-past`, `balance-short`.
 */
export const offerCommand = defineCommand<TaskState>()({
  columns: {
    requester: id('requester'),
    type: id('type'),
    fee: amount(),
    deadline: units(),
    verifier: id('verifier'),
  },
  codes: ['paused', 'duplicate-task', 'deadline-past', 'balance-short'],
  reduce(known, terms, { height, work: task, isPaused }) {
    if (isPaused) return reject('paused')
    if (known !== undefined) return reject('duplicate-task')
    if (height > terms.deadline) return reject('deadline-past')
    const { requester, fee } = terms
    return {
      state: { status: 'offered', ...terms },
      claims: [claimOf(laStakeKinds['fee-locks'], { task, height, requester, fee })],
    }
  },
})
