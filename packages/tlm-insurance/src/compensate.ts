import { account, amount, defineTlm } from '@tlmkit/core'
import { payoutParams } from './params.js'
import { payOfIntake } from './payOfIntake.js'

/**
 * Pays a loss out of what the pool took in from the same failure, and never out of anything else.
 *
 * Rule: min(`loss`, `pooled`) goes from `pool` to the account `compensateTo` and is counted on
 * `insurance/<cause>/out`. `left` is what remains of `pooled`: a second use of this TLM reads it as
 * its `pooled`, so that both together never pay more than the failure brought in.
 * Units: base units of one denomination.
 * Errors: `insufficient-funds`, where the pool holds less than this failure gave it.
 * Source: spec/microtask.md, compensation.
 * @example
 * use(compensate, {
 *   as: 'compensate-caller',
 *   reads: { pooled: 'left', loss: 'callerLoss', compensateTo: 'caller' },
 *   writes: { compensation: 'callerCompensation', left: 'surplus' },
 * })
 */
export const compensate = defineTlm({
  name: 'compensate',
  version: '1.0.0',
  phase: 'settle',
  reads: { loss: amount(), pooled: amount(), compensateTo: account() },
  writes: { compensation: amount(), left: amount() },
  params: payoutParams,
  reasons: ['compensation'],
  events: { compensated: { to: account(), loss: amount(), compensation: amount() } },
  after: ['penalty-split'],
  rule: ({ loss, pooled, compensateTo: to }, { pool, cause }, claim) =>
    payOfIntake(claim, { loss, pooled, to, pool, cause }),
})
