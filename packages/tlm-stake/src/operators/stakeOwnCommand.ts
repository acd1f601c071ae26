import { amount, claimOf, defineCommand, reject } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { presentOperator } from '../pool/presentOperator.js'
import type { OperatorState } from './OperatorState.js'

/**
 * An operator adds to its own stake.
 *
 * Units: base units. Errors: `unknown-operator`, `amount-too-small`, `balance-short`.
 */
export const stakeOwnCommand = defineCommand<OperatorState>()({
  columns: { amount: amount() },
  codes: ['unknown-operator', 'amount-too-small', 'balance-short'],
  reduce(_state, { amount: added }, context) {
    const present = presentOperator(context, context.work)
    if (present === undefined) return reject('unknown-operator')
    if (added === 0n) return reject('amount-too-small')
    const { height, work: operator } = context
    const { state } = present
    const step = state.steps + 1n
    const deposit = claimOf(laStakeKinds['own-deposits'], { operator, step, height, amount: added })
    return {
      state: { ...state, own: state.own + added, steps: step },
      claims: [...present.claims, deposit],
      tells: present.tells,
    }
  },
})
