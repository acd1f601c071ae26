import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Gives back what lies in the escrow of a bill and is not paid.
 *
 * Units: base units.
 * Source: spec/inference.md, Settle.
 */
export const refundUnpaid = defineTlm({
  name: 'refund-unpaid',
  version: '1.0.0',
  phase: 'settle',
  reads: { bill: id('escrow'), user: id('user'), escrowed: amount(), paid: amount() },
  writes: { refund: amount() },
  reasons: ['refund-unpaid'],
  rule({ bill, user, escrowed, paid }, _params, claim) {
    const refund = escrowed.minus(paid, 'reject').as('refund')
    const to = user.bucket('balance')
    claim.transfer(refund, { from: bill.bucket('locked'), to, reason: 'refund-unpaid' })
    return { refund }
  },
})
