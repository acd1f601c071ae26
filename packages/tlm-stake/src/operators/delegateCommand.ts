import { amount, claimOf, defineCommand, id, mulDiv, reject } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { stakeParamsOf } from '../params.js'
import { keepDelegation, presentDelegation } from '../pool/presentDelegation.js'
import { presentOperator } from '../pool/presentOperator.js'
import { sharesFor } from '../pool/shares.js'
import type { OperatorState } from './OperatorState.js'

/**
 * A delegator adds to the pool of an operator.
 *
 * Rule: the amount waits in `operator/<id>/pending` and joins with the first command of the next
 * epoch, at the price of that moment; until then it earns and risks nothing.
 * Units: base units. Errors: `unknown-operator`, `amount-too-small`, `balance-short`.
 */
export const delegateCommand = defineCommand<OperatorState>()({
  columns: { delegator: id('delegator'), amount: amount() },
  codes: ['unknown-operator', 'amount-too-small', 'balance-short'],
  reduce(_state, { delegator, amount: added }, context) {
    const { height, work: operator } = context
    const present = presentOperator(context, operator)
    if (present === undefined) return reject('unknown-operator')
    if (sharesFor(added, present.state) === 0n) return reject('amount-too-small')
    const delegation = presentDelegation(context, present, delegator)
    const { epochLengthBlocks: epoch } = stakeParamsOf(context.paramsNow)
    const next = (mulDiv(height, 1n, epoch, 'floor') + 1n) * epoch
    const joinsAt = delegation.operator.pending > 0n ? delegation.operator.joinsAt : next
    const step = delegation.operator.steps + 1n
    const row = { operator, step, height, delegator, amount: added }
    const pending = delegation.state.pending + added
    return {
      state: {
        ...delegation.operator,
        pending: delegation.operator.pending + added,
        joinsAt,
        steps: step,
      },
      claims: [...present.claims, claimOf(laStakeKinds.delegations, row)],
      tells: [
        ...present.tells,
        ...delegation.tells,
        keepDelegation(delegation, { ...delegation.state, pending, joinsAt }),
      ],
    }
  },
})
