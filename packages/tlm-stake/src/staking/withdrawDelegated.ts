import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Pays out delegated stake that has thawed.
 *
 * Rule: `amount` goes from `operator/<id>/thawing` to `delegator/<id>/balance`.
 * Units: base units.
 * Source: spec/stake.md, "Money".
 */
export const withdrawDelegated = defineTlm({
  name: 'withdraw-delegated',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), delegator: id('delegator'), amount: amount() },
  reasons: ['withdraw'],
  rule({ operator, delegator, amount: moved }, _params, claim) {
    const [from, to] = [operator.bucket('thawing'), delegator.bucket('balance')]
    claim.transfer(moved, { from, to, reason: 'withdraw' })
  },
})
