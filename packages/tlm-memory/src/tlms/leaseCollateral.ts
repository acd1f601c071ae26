import { amount, defineTlm } from '@tlmkit/core'
import { leaseParams } from '../params.js'

/**
 * What a node binds for a lease: prepay x sigma.
 *
 * Units: base units. Rounding: up.
 * Errors: `free-stake-short`.
 * Source: spec/memory.md, Reserve.
 */
export const leaseCollateral = defineTlm({
  name: 'lease-collateral',
  version: '1.0.0',
  phase: 'settle',
  reads: { prepay: amount(), bindable: amount() },
  writes: { bind: amount() },
  params: leaseParams.pick({ sigma: true }),
  codes: ['free-stake-short'],
  rule({ prepay, bindable }, { sigma }, claim) {
    const bind = prepay.times(sigma, 'ceil').as('bind')
    claim.reject(bindable.below(bind), 'free-stake-short')
    return { bind }
  },
})
