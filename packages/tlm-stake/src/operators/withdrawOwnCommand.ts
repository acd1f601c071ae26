import { claimOf, defineCommand, reject } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { presentOperator } from '../pool/presentOperator.js'
import { ThawDraft } from '../thaws/ThawDraft.js'
import type { OperatorState } from './OperatorState.js'
import { withThaws } from './withThaws.js'

/**
 * An operator withdraws its oldest entry that has thawed, one at a time.
 *
 * Errors: `unknown-operator`; `amount-too-small` where nothing thaws; `still-thawing`,
 * `debt-outstanding`.
 */
export const withdrawOwnCommand = defineCommand<OperatorState>()({
  columns: {},
  codes: ['unknown-operator', 'amount-too-small', 'still-thawing', 'debt-outstanding'],
  reduce(_state, _command, context) {
    const { height, work: operator } = context
    const present = presentOperator(context, operator)
    if (present === undefined) return reject('unknown-operator')
    const { state } = present
    const draft = new ThawDraft(context, operator, state)
    const { oldest } = state.ownThaws
    const entry = draft.find(oldest)
    if (entry === undefined) return reject('amount-too-small')
    if (height < entry.ripeAt) return reject('still-thawing')
    if (state.debt > 0n) return reject('debt-outstanding')
    draft.end('ownThaws', oldest)
    const step = state.steps + 1n
    const after = withThaws({ ...state, steps: step }, draft)
    const row = { operator, step, height, amount: entry.amount }
    return {
      state: after.state,
      claims: [...present.claims, claimOf(laStakeKinds['own-withdrawals'], row)],
      tells: [...present.tells, ...after.tells],
    }
  },
})
