import { accountOf, amount, claimOf, defineCommand, oneOf, reject } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { presentOperator } from '../pool/presentOperator.js'
import { ThawDraft } from '../thaws/ThawDraft.js'
import type { OperatorState } from './OperatorState.js'
import { withThaws } from './withThaws.js'

/**
 * An operator pays its debt, from its balance or from own stake that has thawed.
 *
 * Rule: no more than the debt is paid, through `penalty/<operator>/locked`. Thawed stake pays from
 * its oldest entries.
 * Units: base units. Errors: `unknown-operator`, `no-debt`, `balance-short`.
 */
export const payDebtCommand = defineCommand<OperatorState>()({
  columns: { amount: amount(), source: oneOf('balance', 'thawing') },
  codes: ['unknown-operator', 'no-debt', 'balance-short'],
  reduce(_state, { amount: offered, source }, context) {
    const { height, work: operator } = context
    const present = presentOperator(context, operator)
    if (present === undefined) return reject('unknown-operator')
    const { state } = present
    if (state.debt === 0n) return reject('no-debt')
    const paid = offered < state.debt ? offered : state.debt
    const draft = new ThawDraft(context, operator, state)
    const thawed = source === 'thawing' ? takeRipe(draft, paid, height) : 0n
    if (source === 'thawing' && thawed < paid) return reject('balance-short')
    const step = state.steps + 1n
    const after = withThaws({ ...state, debt: state.debt - paid, steps: step }, draft)
    const payment = claimOf(laStakeKinds['debt-payments'], {
      ...{ operator, step, height },
      fromBalance: paid - thawed,
      fromThawing: thawed,
      penaltyFrom: accountOf('penalty', operator, 'locked'),
    })
    return {
      state: after.state,
      claims: [...present.claims, payment],
      tells: [...present.tells, ...after.tells],
    }
  },
})

/** Takes up to an amount from own entries that have thawed, oldest first. */
function takeRipe(draft: ThawDraft, upTo: bigint, height: bigint): bigint {
  let taken = 0n
  while (taken < upTo) {
    const { oldest } = draft.fields.ownThaws
    const entry = draft.find(oldest)
    if (entry === undefined || height < entry.ripeAt) break
    const left = upTo - taken
    if (entry.amount > left) {
      draft.reduce(oldest, left)
      return upTo
    }
    draft.end('ownThaws', oldest)
    taken += entry.amount
  }
  return taken
}
