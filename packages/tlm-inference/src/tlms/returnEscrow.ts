import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Gives a user back all that lies in the escrow of its bill.
 *
 * Units: base units.
 * Source: spec/inference.md, refund and challenge.
 */
export const returnEscrow = defineTlm({
  name: 'return-escrow',
  version: '1.0.0',
  phase: 'settle',
  reads: { bill: id('escrow'), user: id('user'), escrowed: amount() },
  reasons: ['return-escrow'],
  rule({ bill, user, escrowed }, _params, claim) {
    const to = user.bucket('balance')
    claim.transfer(escrowed, { from: bill.bucket('locked'), to, reason: 'return-escrow' })
  },
})
