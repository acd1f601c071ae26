import { amount, defineTlm } from '@tlmkit/core'
import { batchMoneyParams } from '../params.js'

/**
 * What an aggregator binds: max(bonus, burned) x deductionMultiplier.
 *
 * Units: base units. Rounding: up.
 * Errors: `free-stake-short`.
 * Source: spec/microtask.md, acceptAggregation.
 */
export const aggregatorBond = defineTlm({
  name: 'aggregator-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: { burned: amount(), bonus: amount(), bindable: amount() },
  writes: { bind: amount() },
  params: batchMoneyParams.pick({ deductionMultiplier: true }),
  codes: ['free-stake-short'],
  rule({ burned, bonus, bindable }, { deductionMultiplier }, claim) {
    const bind = bonus.max(burned).times(deductionMultiplier, 'ceil').as('bind')
    claim.reject(bindable.below(bind), 'free-stake-short')
    return { bind }
  },
})
