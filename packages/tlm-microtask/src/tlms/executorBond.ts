import { amount, defineTlm } from '@tlmkit/core'
import { batchMoneyParams } from '../params.js'

/**
 * What a node must bind more, for segments it commits or accepts.
 *
 * Rule: bound = max(burned, paid + accepted + added) x deductionMultiplier in all, so that slicing
 * and order never change it, and a tiny segment cannot kill a big batch for nothing.
 * Units: base units. Rounding: up, once, of the whole.
 * Errors: `free-stake-short`.
 * Source: spec/microtask.md, Binding.
 */
export const executorBond = defineTlm({
  name: 'executor-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ burned: amount(), paid: amount(), accepted: amount() },
    ...{ bound: amount(), added: amount(), bindable: amount() },
  },
  writes: { bind: amount() },
  params: batchMoneyParams.pick({ deductionMultiplier: true }),
  codes: ['free-stake-short'],
  rule(columns, { deductionMultiplier }, claim) {
    const { burned, paid, accepted, bound, added, bindable } = columns
    const exposed = paid.plus(accepted).plus(added).as('exposed')
    const due = burned.max(exposed).times(deductionMultiplier, 'ceil').as('bondDue')
    const bind = due.minus(bound, 'zero').as('bind')
    claim.reject(bindable.below(bind), 'free-stake-short')
    return { bind }
  },
})
