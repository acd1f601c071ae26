import { amount, defineTlm, id } from '@tlmkit/core'
import { leaseParams } from '../params.js'

/**
 * Pays the fee of a lease out of its escrow, and refunds the rest.
 *
 * Rule: floor(fee x protocolCut) to the treasury, the rest of the fee to the node, prepay - fee
 * back to the caller: all of prepay, exactly.
 * Units: base units. Rounding: the cut down; the node takes the remainder.
 * Source: spec/memory.md, Release and Timeout.
 */
export const payLease = defineTlm({
  name: 'pay-lease',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ lease: id('escrow'), caller: id('caller'), node: id('operator') },
    ...{ claimed: amount(), prepay: amount() },
  },
  writes: { refund: amount() },
  params: leaseParams.pick({ protocolCut: true, treasury: true }),
  reasons: ['lease-fee', 'lease-refund'],
  rule({ lease, caller, node, claimed, prepay }, { protocolCut, treasury }, claim) {
    const from = lease.bucket('locked')
    const refund = prepay.minus(claimed, 'reject').as('refund')
    claim.split(claimed, {
      ...{ from, reason: 'lease-fee' },
      cuts: { cut: { to: treasury, share: protocolCut, round: 'floor' } },
      rest: node.bucket('balance'),
    })
    claim.transfer(refund, { from, to: caller.bucket('balance'), reason: 'lease-refund' })
    return { refund }
  },
})
