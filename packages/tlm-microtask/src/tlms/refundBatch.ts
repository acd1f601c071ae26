import { amount, defineTlm, flag, id, select, zero } from '@tlmkit/core'
import { batchMoneyParams } from '../params.js'

/**
 * Gives back what is left in the escrow of a batch that failed or expired.
 *
 * Rule: the pay of tasks that were not paid goes to the caller, and a bonus that was not paid to
 * where it came from. Without effect where the escrow was emptied before.
 * Units: base units.
 * Source: spec/microtask.md, Failure and Expiry.
 */
export const refundBatch = defineTlm({
  name: 'refund-batch',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ batch: id('escrow'), caller: id('caller') },
    ...{ nodesPay: amount(), bonus: amount(), paid: amount() },
    ...{ isFirst: flag(), isBonusPaid: flag() },
  },
  writes: { refund: amount() },
  params: batchMoneyParams.pick({ aggregatorSource: true, treasury: true }),
  reasons: ['refund-pay', 'refund-bonus'],
  rule(columns, { aggregatorSource, treasury }, claim) {
    const { batch, caller, nodesPay, bonus, paid, isFirst, isBonusPaid } = columns
    const none = zero(bonus)
    const pay = select(isFirst, nodesPay.minus(paid, 'reject'), none).as('payLeft')
    const left = select(isFirst.and(isBonusPaid.not()), bonus, none).as('bonusLeft')
    const isTreasurys = aggregatorSource === 'treasury'
    const from = batch.bucket('locked')
    const to = caller.bucket('balance')
    claim.transfer(pay, { from, to, reason: 'refund-pay' })
    claim.transfer(left, { from, to: isTreasurys ? treasury : to, reason: 'refund-bonus' })
    return { refund: isTreasurys ? pay : pay.plus(left) }
  },
})
