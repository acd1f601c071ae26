import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Delegates stake, which waits until the next epoch.
 *
 * Rule: `amount` goes from `delegator/<id>/balance` to `operator/<id>/pending`.
 * Units: base units. Errors: `balance-short`.
 * Source: spec/stake.md, "Money".
 */
export const delegateStake = defineTlm({
  name: 'delegate-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), delegator: id('delegator'), amount: amount() },
  reasons: ['delegate'],
  codes: ['balance-short'],
  rule({ operator, delegator, amount: moved }, _params, claim) {
    const [from, to] = [delegator.bucket('balance'), operator.bucket('pending')]
    claim.reject(claim.balance(from, moved).as('held').below(moved), 'balance-short')
    claim.transfer(moved, { from, to, reason: 'delegate' })
  },
})
