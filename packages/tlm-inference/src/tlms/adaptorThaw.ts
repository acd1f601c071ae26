import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Lets what an adaptor bound thaw.
 *
 * Units: base units.
 * Source: spec/inference.md, leaveAdaptor.
 */
export const adaptorThaw = defineTlm({
  name: 'adaptor-thaw',
  version: '1.0.0',
  phase: 'settle',
  reads: { adaptor: id('adaptor'), bond: amount() },
  reasons: ['adaptor-thaw'],
  rule({ adaptor, bond }, _params, claim) {
    const [from, to] = [adaptor.bucket('bound'), adaptor.bucket('thawing')]
    claim.transfer(bond, { from, to, reason: 'adaptor-thaw' })
  },
})
