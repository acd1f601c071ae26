import { amount, defineTlm, units } from '@tlmkit/core'
import { billMoneyParams } from '../params.js'
import { feeParts } from './feeParts.js'

/**
 * What a node must bind for a bill it takes.
 *
 * Rule: cuMax x basePrice x nodeBindRatio; in mode `literal` at least what a user can pay to others
 * than the node, which a few base units can exceed by one through rounding.
 * Units: base units. Rounding: up.
 * Errors: `free-stake-short`.
 * Source: spec/inference.md, dispatch.
 */
export const billBind = defineTlm({
  name: 'bill-bind',
  version: '1.0.0',
  phase: 'settle',
  reads: { cuMax: units(), basePrice: amount(), bindable: amount() },
  writes: { bind: amount() },
  params: billMoneyParams.pick({
    ...{ nodeBindRatio: true, latencyFactorMax: true, latencyMode: true, networkFee: true },
    ...{ governanceShare: true, adaptorShare: true, treasuryShare: true },
  }),
  codes: ['free-stake-short'],
  rule({ cuMax, basePrice, bindable }, params, claim) {
    const gross = basePrice.forUnits(cuMax).as('gross')
    const due = gross.times(params.nodeBindRatio, 'ceil').as('bindDue')
    const { networkFee, governance, adaptor, treasury } = feeParts(gross, params)
    const parts = networkFee.plus(governance).plus(adaptor).plus(treasury)
    const others = gross.times(params.latencyFactorMax, 'ceil').plus(parts).as('toOthers')
    const bind = params.latencyMode === 'literal' ? due.max(others) : due
    claim.reject(bindable.below(bind), 'free-stake-short')
    return { bind: bind.as('bind') }
  },
})
