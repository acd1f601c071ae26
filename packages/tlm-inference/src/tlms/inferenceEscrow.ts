import { addRatios, amount, defineTlm, id, ONE_RATIO, units } from '@tlmkit/core'
import { billMoneyParams } from '../params.js'

/**
 * Takes the most that a bill can cost its user into the bill's escrow.
 *
 * Rule: `escrow` = cuMax x basePrice x (1 + latencyFactorMax), in both modes.
 * Units: base units. Rounding: up.
 * Errors: `balance-short`.
 * Source: spec/inference.md, open.
 */
export const inferenceEscrow = defineTlm({
  name: 'inference-escrow',
  version: '1.0.0',
  phase: 'settle',
  reads: { bill: id('escrow'), user: id('user'), cuMax: units(), basePrice: amount() },
  writes: { escrow: amount() },
  params: billMoneyParams.pick({ latencyFactorMax: true }),
  codes: ['balance-short'],
  reasons: ['escrow'],
  rule({ bill, user, cuMax, basePrice }, { latencyFactorMax }, claim) {
    const most = addRatios(ONE_RATIO, latencyFactorMax)
    const escrow = basePrice.forUnits(cuMax).times(most, 'ceil').as('escrow')
    const from = user.bucket('balance')
    claim.reject(claim.balance(from, escrow).below(escrow), 'balance-short')
    claim.transfer(escrow, { from, to: bill.bucket('locked'), reason: 'escrow' })
    return { escrow }
  },
})
