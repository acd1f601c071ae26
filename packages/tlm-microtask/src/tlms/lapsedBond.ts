import { account, amount, defineTlm, id } from '@tlmkit/core'
import { batchMoneyParams } from '../params.js'
import { uncommittedLoss } from './uncommittedLoss.js'

/**
 * Takes what an acceptor loses for a segment that lapsed.
 *
 * Rule: lapsedPay x deductionMultiplier, at most what its bond exceeds paid x deductionMultiplier:
 * what covers work it was paid for stays.
 * Units: base units. Rounding: up.
 * Source: spec/microtask.md, Binding.
 */
export const lapsedBond = defineTlm({
  name: 'lapsed-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ node: id('operator'), lapsedPay: amount(), paid: amount(), bound: amount() },
    penaltyFrom: account(),
  },
  writes: { penalty: amount() },
  params: batchMoneyParams.pick({ deductionMultiplier: true }),
  reasons: ['lapsed-bond'],
  rule({ node, lapsedPay, paid, bound, penaltyFrom }, { deductionMultiplier }, claim) {
    const bonds = { accepted: lapsedPay, paid, bound }
    const penalty = uncommittedLoss(bonds, deductionMultiplier).as('penalty')
    const from = node.bucket('bound')
    claim.transfer(penalty, { from, to: penaltyFrom, reason: 'lapsed-bond' })
    return { penalty }
  },
})
