import { claimOf, defineCommand, id, reject } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { keepDelegation, presentDelegation } from '../pool/presentDelegation.js'
import { presentOperator } from '../pool/presentOperator.js'
import { ThawDraft } from '../thaws/ThawDraft.js'
import type { OperatorState } from './OperatorState.js'
import { withThaws } from './withThaws.js'

/**
 * A delegator withdraws its oldest entry that has thawed, one at a time.
 *
 * Errors: `unknown-operator`; `amount-too-small` where nothing thaws; `still-thawing`.
 */
export const withdrawCommand = defineCommand<OperatorState>()({
  columns: { delegator: id('delegator') },
  codes: ['unknown-operator', 'amount-too-small', 'still-thawing'],
  reduce(_state, { delegator }, context) {
    const { height, work: operator } = context
    const present = presentOperator(context, operator)
    if (present === undefined) return reject('unknown-operator')
    const { operator: state, ...delegation } = presentDelegation(context, present, delegator)
    const draft = new ThawDraft(context, operator, state)
    const { firstThaw, lastThaw } = delegation.state
    const entry = draft.find(firstThaw)
    if (entry === undefined) return reject('amount-too-small')
    if (height < entry.ripeAt) return reject('still-thawing')
    draft.end('delegatedThaws', firstThaw)
    const step = state.steps + 1n
    const after = withThaws({ ...state, steps: step }, draft)
    const held = {
      ...delegation.state,
      firstThaw: entry.next,
      lastThaw: entry.next === 0n ? 0n : lastThaw,
    }
    const row = { operator, step, height, delegator, amount: entry.amount }
    return {
      state: after.state,
      claims: [...present.claims, claimOf(laStakeKinds.withdrawals, row)],
      tells: [
        ...present.tells,
        ...delegation.tells,
        ...after.tells,
        keepDelegation({ operator: state, ...delegation }, held),
      ],
    }
  },
})
