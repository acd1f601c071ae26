import { claimOf, defineCommand, id, reject, units } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { stakeParamsOf } from '../params.js'
import { keepDelegation, presentDelegation } from '../pool/presentDelegation.js'
import { presentOperator } from '../pool/presentOperator.js'
import { unitsFor } from '../pool/shares.js'
import { ThawDraft } from '../thaws/ThawDraft.js'
import type { OperatorState } from './OperatorState.js'
import { withThaws } from './withThaws.js'

/**
 * A delegator burns shares for a fixed amount, which begins to thaw.
 *
 * Rule: the amount is floor(shares x (pool + 1) / (all shares + 10^6)).
 * Errors: `unknown-operator`, `amount-too-small`, `shares-short`, `free-stake-short`.
 */
export const undelegateCommand = defineCommand<OperatorState>()({
  columns: { delegator: id('delegator'), shares: units() },
  codes: ['unknown-operator', 'amount-too-small', 'shares-short', 'free-stake-short'],
  reduce(_state, { delegator, shares }, context) {
    const { height, work: operator } = context
    const present = presentOperator(context, operator)
    if (present === undefined) return reject('unknown-operator')
    const { operator: state, ...delegation } = presentDelegation(context, present, delegator)
    const amount = unitsFor(shares, state)
    if (amount === 0n) return reject('amount-too-small')
    if (delegation.state.shares < shares) return reject('shares-short')
    const { thawPeriod } = stakeParamsOf(context.paramsNow)
    const draft = new ThawDraft(context, operator, state)
    const entry = { party: delegator, amount, begun: height, ripeAt: height + thawPeriod }
    const lastThaw = draft.begin('delegatedThaws', entry, delegation.state.lastThaw)
    const firstThaw = delegation.state.firstThaw
    const step = state.steps + 1n
    const left = { shares: state.shares - shares, pool: state.pool - amount, steps: step }
    const after = withThaws({ ...state, ...left }, draft)
    const held = {
      ...delegation.state,
      shares: delegation.state.shares - shares,
      firstThaw: firstThaw === 0n ? lastThaw : firstThaw,
      lastThaw,
    }
    const row = { operator, step, height, amount }
    return {
      state: after.state,
      claims: [...present.claims, claimOf(laStakeKinds.thaws, row)],
      tells: [
        ...present.tells,
        ...delegation.tells,
        ...after.tells,
        keepDelegation({ operator: state, ...delegation }, held),
      ],
    }
  },
})
