import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Gives the fee of a task back.
 *
 * Rule: `fee` goes from `escrow/<task>/locked` to `requester/<id>/balance`. Units: base units.
 * Source: spec/stake.md, "Tasks".
 */
export const refundFee = defineTlm({
  name: 'refund-fee',
  version: '1.0.0',
  phase: 'settle',
  reads: { task: id('escrow'), requester: id('requester'), fee: amount() },
  reasons: ['refund-fee'],
  rule({ task, requester, fee }, _params, claim) {
    const [from, to] = [task.bucket('locked'), requester.bucket('balance')]
    claim.transfer(fee, { from, to, reason: 'refund-fee' })
  },
})
