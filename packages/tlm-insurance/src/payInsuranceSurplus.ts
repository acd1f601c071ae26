import { account, amount, defineTlm } from '@tlmkit/core'
import { countedOn } from './countedOn.js'
import { surplusParams } from './params.js'

/**
 * Pays out of the insurance pool what governance decided.
 *
 * Rule: `amount` goes from `pool` to the account `to` and is counted on `insurance/<cause>/out`.
 * Compensations are paid together with the penalty they come from, so that all the pool holds
 * between two settlements is surplus. Nothing is ever minted.
 * Units: base units of the amount's denomination.
 * Errors: `insufficient-funds`, where the pool holds less.
 * Source: spec/microtask.md, compensation.
 */
export const payInsuranceSurplus = defineTlm({
  name: 'insurance-surplus',
  version: '1.0.0',
  phase: 'settle',
  reads: { amount: amount(), to: account() },
  params: surplusParams,
  reasons: ['insurance-surplus'],
  events: { 'insurance-surplus-paid': { to: account(), amount: amount() } },
  rule({ amount: paid, to }, { pool, cause }, claim) {
    claim.transfer(paid, { from: pool, to, reason: 'insurance-surplus' })
    claim.tally(paid, { on: countedOn(cause, 'out') })
    claim.emitWhen(paid.isZero().not(), 'insurance-surplus-paid', { to, amount: paid })
  },
})
