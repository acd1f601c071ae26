import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Gives the bond of an audit that was answered to the node.
 *
 * Units: base units.
 * Source: spec/memory.md, Parameters.
 */
export const payAuditBond = defineTlm({
  name: 'pay-audit-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: { lease: id('escrow'), node: id('operator'), bond: amount() },
  reasons: ['audit-bond-paid'],
  rule({ lease, node, bond }, _params, claim) {
    const to = node.bucket('balance')
    claim.transfer(bond, { from: lease.bucket('locked'), to, reason: 'audit-bond-paid' })
  },
})
