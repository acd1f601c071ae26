import { amount, defineTlm, id } from '@tlmkit/core'
import { leaseParams } from '../params.js'

/**
 * Takes the bond of an auditor into the escrow of the lease.
 *
 * Rule: bond = ceil(prepay x auditBondRate).
 * Units: base units. Rounding: up.
 * Errors: `balance-short`.
 * Source: spec/memory.md, Parameters and Audit.
 */
export const lockAuditBond = defineTlm({
  name: 'lock-audit-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: { lease: id('escrow'), auditor: id('auditor'), prepay: amount() },
  writes: { bond: amount() },
  params: leaseParams.pick({ auditBondRate: true }),
  codes: ['balance-short'],
  reasons: ['audit-bond'],
  rule({ lease, auditor, prepay }, { auditBondRate }, claim) {
    const from = auditor.bucket('balance')
    const bond = prepay.times(auditBondRate, 'ceil').as('bond')
    claim.reject(claim.balance(from, bond).below(bond), 'balance-short')
    claim.transfer(bond, { from, to: lease.bucket('locked'), reason: 'audit-bond' })
    return { bond }
  },
})
