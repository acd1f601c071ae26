import { amount, defineTlm, id, list } from '@tlmkit/core'

/**
 * Gives back what the escrow of leases holds whose audit failed.
 *
 * Rule: the whole prepay to the caller, the bond to the auditor.
 * Units: base units.
 * Source: spec/memory.md, Audit.
 */
export const refundFailed = defineTlm({
  name: 'refund-failed',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    failed: list({
      ...{ lease: id('escrow'), caller: id('caller'), prepay: amount() },
      ...{ auditor: id('auditor'), bond: amount() },
    }),
  },
  reasons: ['failed-refund', 'audit-bond-back'],
  rule({ failed }, _params, claim) {
    failed.each(({ lease, caller, prepay, auditor, bond }) => {
      const from = lease.bucket('locked')
      claim.transfer(prepay, { from, to: caller.bucket('balance'), reason: 'failed-refund' })
      claim.transfer(bond, { from, to: auditor.bucket('balance'), reason: 'audit-bond-back' })
    })
  },
})
