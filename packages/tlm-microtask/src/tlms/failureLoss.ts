import { amount, defineTlm, flag, list, select, zero } from '@tlmkit/core'
import { batchMoneyParams } from '../params.js'

/**
 * What a failure cost the caller, and the treasury.
 *
 * Rule: what the nodes at fault were paid, the burned share in the first failure, and the bonus
 * where it was paid to an aggregator at fault (to the treasury, where it came from there). All
 * failures of a batch together never count more than the caller spent on it and did not get back.
 * Units: base units.
 * Source: spec/microtask.md, Compensation.
 */
export const failureLoss = defineTlm({
  name: 'failure-loss',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ burned: amount(), bonus: amount(), paid: amount(), compensated: amount() },
    atFault: list({ paid: amount() }),
    ...{ isFirstFailure: flag(), isBonusPaid: flag(), isAggregatorAtFault: flag() },
  },
  writes: { loss: amount(), treasuryLoss: amount() },
  params: batchMoneyParams.pick({ aggregatorSource: true }),
  rule(columns, { aggregatorSource }) {
    const { burned, bonus, paid, compensated, atFault } = columns
    const { isFirstFailure, isBonusPaid, isAggregatorAtFault } = columns
    const none = zero(bonus)
    const badPay = atFault
      .each((node) => node.paid)
      .sum()
      .as('paidAtFault')
    const bonusLost = select(isBonusPaid.and(isAggregatorAtFault), bonus, none)
    const isTreasurys = aggregatorSource === 'treasury'
    const lost = badPay.plus(select(isFirstFailure, burned, none))
    const spent = paid.plus(burned)
    const open = isTreasurys ? spent : spent.plus(select(isBonusPaid, bonus, none))
    const loss = (isTreasurys ? lost : lost.plus(bonusLost)).min(open.minus(compensated, 'zero'))
    return { loss: loss.as('loss'), treasuryLoss: isTreasurys ? bonusLost : zero(bonus) }
  },
})
