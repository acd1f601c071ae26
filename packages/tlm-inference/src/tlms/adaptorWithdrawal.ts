import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Pays an adaptor out what has thawed.
 *
 * Units: base units.
 * Source: spec/inference.md, leaveAdaptor.
 */
export const adaptorWithdrawal = defineTlm({
  name: 'adaptor-withdrawal',
  version: '1.0.0',
  phase: 'settle',
  reads: { adaptor: id('adaptor'), bond: amount() },
  reasons: ['adaptor-withdrawal'],
  rule({ adaptor, bond }, _params, claim) {
    const [from, to] = [adaptor.bucket('thawing'), adaptor.bucket('balance')]
    claim.transfer(bond, { from, to, reason: 'adaptor-withdrawal' })
  },
})
