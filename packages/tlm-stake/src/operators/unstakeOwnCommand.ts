import { accountOf, amount, claimOf, defineCommand, reject, timesRatio } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { stakeParamsOf } from '../params.js'
import { presentOperator } from '../pool/presentOperator.js'
import { ThawDraft } from '../thaws/ThawDraft.js'
import type { OperatorState } from './OperatorState.js'
import { withThaws } from './withThaws.js'

/**
 * An operator begins to thaw own stake.
 *
 * Rule: own stake stays at ceil(ownShareMin x bound) at least, and, since it backs binds first, at
 * the lesser of what it was and what is bound.
 * Units: base units. Errors: `unknown-operator`, `amount-too-small`, `debt-outstanding`,
 * `own-stake-short`, `free-stake-short`.
 */
export function unstakeOwnCommand(denomination: string) {
  return defineCommand<OperatorState>()({
    columns: { amount: amount() },
    codes: [
      ...['unknown-operator', 'amount-too-small', 'debt-outstanding'],
      ...['own-stake-short', 'free-stake-short'],
    ],
    reduce(_state, { amount: thawed }, context) {
      const { height, work: operator, balance } = context
      const present = presentOperator(context, operator)
      if (present === undefined) return reject('unknown-operator')
      if (thawed === 0n) return reject('amount-too-small')
      const { state } = present
      if (state.debt > 0n) return reject('debt-outstanding')
      const { ownShareMin, thawPeriod } = stakeParamsOf(context.paramsNow)
      const bound = balance(accountOf('operator', operator, 'bound'), denomination)
      const own = state.own - thawed
      if (own < timesRatio(bound, ownShareMin, 'ceil')) return reject('own-stake-short')
      if (own < (state.own < bound ? state.own : bound)) return reject('free-stake-short')
      const draft = new ThawDraft(context, operator, state)
      const entry = { amount: thawed, begun: height, ripeAt: height + thawPeriod }
      draft.begin('ownThaws', { party: operator, ...entry }, state.ownThaws.newest)
      const step = state.steps + 1n
      const after = withThaws({ ...state, own, steps: step }, draft)
      const row = { operator, step, height, amount: thawed }
      return {
        state: after.state,
        claims: [...present.claims, claimOf(laStakeKinds.thaws, row)],
        tells: [...present.tells, ...after.tells],
      }
    },
  })
}
