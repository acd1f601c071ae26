import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Frees stake that was bound.
 *
 * Rule: `release` goes from `operator/<id>/bound` back to `operator/<id>/free`.
 * Units: base units.
 * Source: spec/stake.md, "Accounts".
 */
export const freeStake = defineTlm({
  name: 'free-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), release: amount() },
  reasons: ['free'],
  rule({ operator, release }, _params, claim) {
    const [from, to] = [operator.bucket('bound'), operator.bucket('free')]
    claim.transfer(release, { from, to, reason: 'free' })
  },
})
