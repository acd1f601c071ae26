import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Pays out own stake that has thawed.
 *
 * Rule: `amount` goes from `operator/<id>/thawing` to `operator/<id>/balance`.
 * Units: base units.
 * Source: spec/stake.md, "Money".
 */
export const withdrawOwn = defineTlm({
  name: 'withdraw-own',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), amount: amount() },
  reasons: ['withdraw'],
  rule({ operator, amount: moved }, _params, claim) {
    const [from, to] = [operator.bucket('thawing'), operator.bucket('balance')]
    claim.transfer(moved, { from, to, reason: 'withdraw' })
  },
})
