import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Binds what an adaptor needs to be registered.
 *
 * Units: base units. Errors: `balance-short`.
 * Source: spec/inference.md, registerAdaptor.
 */
export const adaptorBond = defineTlm({
  name: 'adaptor-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: { adaptor: id('adaptor'), bond: amount() },
  codes: ['balance-short'],
  reasons: ['adaptor-bond'],
  rule({ adaptor, bond }, _params, claim) {
    const from = adaptor.bucket('balance')
    claim.reject(claim.balance(from, bond).below(bond), 'balance-short')
    claim.transfer(bond, { from, to: adaptor.bucket('bound'), reason: 'adaptor-bond' })
  },
})
