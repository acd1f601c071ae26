import { amount, defineTlm, ratio, ratioOfUnits, units } from '@tlmkit/core'
import { billMoneyParams } from '../params.js'

/**
 * Prices inference: compute units times the base price, and how late the answer was.
 *
 * Rule: `gross` = `cu` x `basePrice`; `lateMs` = min(targetMs, max(0, responseMs - targetMs));
 * `lateness` = latencyFactorMax x lateMs / targetMs, exactly. What is claimed of the user is gross, in mode `literal` gross x
 * (1 + lateness).
 * Units: base units; milliseconds. Rounding: what is claimed up, once.
 * Source: spec/inference.md, Settle.
 */
export const inferenceCost = defineTlm({
  name: 'inference-cost',
  version: '1.0.0',
  phase: 'price',
  reads: { cu: units(), basePrice: amount(), responseMs: units(), targetMs: units() },
  writes: { claimed: amount(), gross: amount(), lateMs: units(), lateness: ratio() },
  params: billMoneyParams.pick({ latencyFactorMax: true, latencyMode: true }),
  rule({ cu, basePrice, responseMs, targetMs }, { latencyFactorMax, latencyMode }) {
    const gross = basePrice.forUnits(cu).as('gross')
    const lateMs = responseMs.minus(targetMs, 'zero').min(targetMs).as('lateMs')
    const lateness = ratioOfUnits(lateMs, targetMs).times(latencyFactorMax).as('lateness')
    const claimed = latencyMode === 'literal' ? gross.times(lateness.plusOne(), 'ceil') : gross
    return { claimed, gross, lateMs, lateness }
  },
})
