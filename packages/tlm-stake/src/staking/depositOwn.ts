import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Adds to the own stake of an operator.
 *
 * Rule: `amount` goes from `operator/<id>/balance` to `operator/<id>/free`.
 * Units: base units. Errors: `balance-short`.
 * Source: spec/stake.md, "Money".
 */
export const depositOwn = defineTlm({
  name: 'deposit-own',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), amount: amount() },
  reasons: ['stake-own'],
  codes: ['balance-short'],
  rule({ operator, amount: moved }, _params, claim) {
    const [from, to] = [operator.bucket('balance'), operator.bucket('free')]
    claim.reject(claim.balance(from, moved).as('held').below(moved), 'balance-short')
    claim.transfer(moved, { from, to, reason: 'stake-own' })
  },
})
