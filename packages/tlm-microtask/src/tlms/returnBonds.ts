import { amount, defineTlm, id, list } from '@tlmkit/core'

/**
 * Frees what nodes bound for a batch.
 *
 * Units: base units.
 * Source: spec/microtask.md, releaseBonds.
 */
export const returnBonds = defineTlm({
  name: 'return-bonds',
  version: '1.0.0',
  phase: 'settle',
  reads: { bonds: list({ operator: id('operator'), release: amount() }) },
  reasons: ['return-bond'],
  rule({ bonds }, _params, claim) {
    bonds.each(({ operator, release }) => {
      const from = operator.bucket('bound')
      claim.transfer(release, { from, to: operator.bucket('free'), reason: 'return-bond' })
    })
  },
})
