import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Lets delegated stake join the pool, with the first command after its epoch.
 *
 * Rule: `amount` goes from `operator/<id>/pending` to `operator/<id>/free`.
 * Units: base units.
 * Source: spec/stake.md, "Money".
 */
export const joinPool = defineTlm({
  name: 'join-pool',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), amount: amount() },
  reasons: ['join'],
  rule({ operator, amount: moved }, _params, claim) {
    const [from, to] = [operator.bucket('pending'), operator.bucket('free')]
    claim.transfer(moved, { from, to, reason: 'join' })
  },
})
