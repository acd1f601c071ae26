import { account, amount, defineTlm, flag, id, list, select } from '@tlmkit/core'
import { batchMoneyParams } from '../params.js'
import { uncommittedLoss } from './uncommittedLoss.js'

/**
 * Takes what nodes lose when a batch expires.
 *
 * Rule: executors lose the part of their bond for accepted segments they did not commit; who is
 * named `whole` (an aggregator that had all segments) loses its bond.
 * Units: base units. Rounding: up, node by node.
 * Source: spec/microtask.md, Expiry.
 */
export const expiredBonds = defineTlm({
  name: 'expired-bonds',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    nodes: list({
      ...{ operator: id('operator'), accepted: amount(), paid: amount(), bound: amount() },
      whole: flag(),
    }),
    penaltyFrom: account(),
    paid: amount(),
  },
  writes: { penalty: amount(), loss: amount() },
  params: batchMoneyParams.pick({ deductionMultiplier: true }),
  reasons: ['expired-bond'],
  rule({ nodes, penaltyFrom, paid: paidInAll }, { deductionMultiplier }, claim) {
    const losses = nodes.each(({ operator, accepted, paid, bound, whole }) => {
      const part = uncommittedLoss({ accepted, paid, bound }, deductionMultiplier)
      const loss = select(whole, bound, part).as('bondLost')
      const from = operator.bucket('bound')
      claim.transfer(loss, { from, to: penaltyFrom, reason: 'expired-bond' })
      return loss
    })
    return { penalty: losses.sum(), loss: paidInAll.as('loss') }
  },
})
