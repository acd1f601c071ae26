import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Begins to thaw free stake.
 *
 * Rule: `amount` goes from `operator/<id>/free` to `operator/<id>/thawing`.
 * Units: base units. Errors: `free-stake-short`.
 * Source: spec/stake.md, "Money".
 */
export const beginThaw = defineTlm({
  name: 'begin-thaw',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), amount: amount() },
  reasons: ['thaw'],
  codes: ['free-stake-short'],
  rule({ operator, amount: moved }, _params, claim) {
    const [from, to] = [operator.bucket('free'), operator.bucket('thawing')]
    claim.reject(claim.balance(from, moved).as('held').below(moved), 'free-stake-short')
    claim.transfer(moved, { from, to, reason: 'thaw' })
  },
})
