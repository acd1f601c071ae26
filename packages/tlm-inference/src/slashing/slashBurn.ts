import { account, amount, defineTlm } from '@tlmkit/core'

/**
 * Burns a penalty.
 *
 * Rule: all of `penalty` leaves the account `penaltyFrom` and the supply. It reads what
 * `penaltySplit` of tlm-insurance reads, so that a network has the one or the other by one line.
 * Units: base units of the penalty's denomination.
 * Errors: `insufficient-funds`, where `penaltyFrom` holds less than the penalty.
 * Source: spec/inference.md, Slashing.
 */
export const slashBurn = defineTlm({
  name: 'slash-burn',
  version: '1.0.0',
  phase: 'settle',
  reads: { penalty: amount(), penaltyFrom: account() },
  writes: { burned: amount() },
  reasons: ['penalty'],
  events: { 'slash-burned': { burned: amount() } },
  rule({ penalty, penaltyFrom }, _params, claim) {
    const burned = penalty.as('burned')
    claim.burn(burned, { from: penaltyFrom, reason: 'penalty' })
    claim.emitWhen(burned.isZero().not(), 'slash-burned', { burned })
    return { burned }
  },
})
