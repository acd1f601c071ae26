import { claimOf, defineCommand, id, reject } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { keepDelegation, presentDelegation } from '../pool/presentDelegation.js'
import { presentOperator } from '../pool/presentOperator.js'
import type { OperatorState } from './OperatorState.js'

/**
 * A delegator takes back, whole, what has not joined the pool yet.
 *
 * Errors: `unknown-operator`; `amount-too-small` where nothing waits.
 */
export const takeBackCommand = defineCommand<OperatorState>()({
  columns: { delegator: id('delegator') },
  codes: ['unknown-operator', 'amount-too-small'],
  reduce(_state, { delegator }, context) {
    const { height, work: operator } = context
    const present = presentOperator(context, operator)
    if (present === undefined) return reject('unknown-operator')
    const delegation = presentDelegation(context, present, delegator)
    const { pending } = delegation.state
    if (pending === 0n) return reject('amount-too-small')
    const step = delegation.operator.steps + 1n
    const row = { operator, step, height, delegator, amount: pending }
    const state = { ...delegation.state, pending: 0n, joinsAt: 0n }
    return {
      state: {
        ...delegation.operator,
        pending: delegation.operator.pending - pending,
        steps: step,
      },
      claims: [...present.claims, claimOf(laStakeKinds['take-backs'], row)],
      tells: [...present.tells, ...delegation.tells, keepDelegation(delegation, state)],
    }
  },
})
