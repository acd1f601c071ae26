import { claimOf, defineCommand, id, reject } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import type { TaskState } from './TaskState.js'

/**
 * A requester takes an offer back that nobody has accepted; the fee goes back.
 *
 * Errors: `unknown-task`, `not-offered`, `not-the-requester`.
 */
export const withdrawOfferCommand = defineCommand<TaskState>()({
  columns: { requester: id('requester') },
  codes: ['unknown-task', 'not-offered', 'not-the-requester'],
  reduce(known, { requester }, { height, work: task }) {
    if (known === undefined) return reject('unknown-task')
    if (known.status !== 'offered') return reject('not-offered')
    if (known.requester !== requester) return reject('not-the-requester')
    const row = { task, height, requester, fee: known.fee }
    return {
      state: { status: 'withdrawn' },
      claims: [claimOf(laStakeKinds['fee-refunds'], row)],
    }
  },
})
