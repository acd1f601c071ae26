import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Locks the fee of a task that is offered.
 *
 * Rule: `fee` goes from `requester/<id>/balance` to `escrow/<task>/locked`.
 * Units: base units. Errors: `balance-short`.
 * Source: spec/stake.md, "Tasks".
 */
export const lockFee = defineTlm({
  name: 'lock-fee',
  version: '1.0.0',
  phase: 'settle',
  reads: { task: id('escrow'), requester: id('requester'), fee: amount() },
  reasons: ['lock-fee'],
  codes: ['balance-short'],
  rule({ task, requester, fee }, _params, claim) {
    const from = requester.bucket('balance')
    claim.reject(claim.balance(from, fee).as('balance').below(fee), 'balance-short')
    claim.transfer(fee, { from, to: task.bucket('locked'), reason: 'lock-fee' })
  },
})
