import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Takes stake that began to thaw after a fault back into free stake, where it replaces what the
 * fault cost.
 *
 * Rule: `amount` goes from `operator/<id>/thawing` to `operator/<id>/free`. Units: base units.
 * Source: spec/stake.md, "Money".
 */
export const slashThawing = defineTlm({
  name: 'slash-thawing',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), amount: amount() },
  reasons: ['slash-thawing'],
  rule({ operator, amount: slashed }, _params, claim) {
    const [from, to] = [operator.bucket('thawing'), operator.bucket('free')]
    claim.transfer(slashed, { from, to, reason: 'slash-thawing' })
  },
})
