import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Gives delegated stake back that has not joined the pool yet.
 *
 * Rule: `amount` goes from `operator/<id>/pending` to `delegator/<id>/balance`.
 * Units: base units.
 * Source: spec/stake.md, "Money".
 */
export const takeBackStake = defineTlm({
  name: 'take-back-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), delegator: id('delegator'), amount: amount() },
  reasons: ['take-back'],
  rule({ operator, delegator, amount: moved }, _params, claim) {
    const [from, to] = [operator.bucket('pending'), delegator.bucket('balance')]
    claim.transfer(moved, { from, to, reason: 'take-back' })
  },
})
