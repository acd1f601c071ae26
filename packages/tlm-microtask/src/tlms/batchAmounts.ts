import { amount, defineTlm, units } from '@tlmkit/core'
import { batchMoneyParams } from '../params.js'

/**
 * Divides the fee of a batch: what is burned, the aggregator's bonus, the pay of all tasks.
 *
 * Rule: burned = fee x burnRate; bonus = fee x aggregatorRate; nodesPay = fee - burned, less the
 * bonus where it comes out of the fee.
 * Units: base units.
 * Rounding: burned up, bonus down.
 * Errors: `fee-below-one-unit-a-task`.
 * Source: spec/microtask.md, Amounts at submit.
 */
export const batchAmounts = defineTlm({
  name: 'batch-amounts',
  version: '1.0.0',
  phase: 'settle',
  reads: { fee: amount(), tasks: units() },
  writes: { burned: amount(), bonus: amount(), nodesPay: amount() },
  params: batchMoneyParams.pick({ burnRate: true, aggregatorRate: true, aggregatorSource: true }),
  codes: ['fee-below-one-unit-a-task'],
  rule({ fee, tasks }, params, claim) {
    const burned = fee.times(params.burnRate, 'ceil').as('burned')
    const bonus = fee.times(params.aggregatorRate, 'floor').as('bonus')
    const afterBurn = fee.minus(burned, 'reject')
    const nodesPay =
      params.aggregatorSource === 'escrow' ? afterBurn.minus(bonus, 'reject') : afterBurn
    claim.reject(nodesPay.over(tasks, 'floor').isZero(), 'fee-below-one-unit-a-task')
    return { burned, bonus, nodesPay: nodesPay.as('nodesPay') }
  },
})
