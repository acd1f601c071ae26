import { claimOf, defineCommand, id, reject, tell, type CommandShape } from '@tlmkit/core'
import { openLease, type LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { AuditState } from '../leases/LeaseState.js'
import { returnedBy } from '../leases/returnedBy.js'
import { leaseWorks } from '../leases/works.js'

/**
 * Opens an audit of a sealed lease: `openAudit(auditor, lease)`, on a work of its own.
 *
 * Rule: it goes by the params that the lease was reserved under.
 * Errors, in this order: `duplicate-audit`, `unknown-lease`, `not-open`, `not-sealed`,
 * `audit-open`, `too-late`, `balance-short`.
 * Source: spec/memory.md, Audit.
 */
export function openAudit({ kinds }: LeaseEnvironment): CommandShape<AuditState> {
  return defineCommand<AuditState>()({
    columns: { auditor: id('auditor'), lease: id('escrow') },
    codes: [
      ...['duplicate-audit', 'unknown-lease', 'not-open', 'not-sealed', 'audit-open', 'too-late'],
    ],
    opensUnder: ({ lease }) => ({ lifecycle: leaseWorks.name, work: lease }),
    reduce(state, { auditor, lease: name }, { work, height, peek }) {
      if (state !== undefined) return reject('duplicate-audit')
      const lease = openLease(peek(leaseWorks, name))
      if ('rejected' in lease) return lease
      if (lease.signedBy !== 'both') return reject('not-sealed')
      if (lease.audit !== '') return reject('audit-open')
      if (height >= lease.reservedAt + lease.maxBlocks) return reject('too-late')
      const opened: AuditState = {
        status: 'open',
        lease: name,
        auditor,
        bond: 0n,
        openedAt: height,
      }
      const row = { audit: work, lease: name, auditor, prepay: lease.prepay, height }
      return {
        state: opened,
        claims: [claimOf(kinds['audit-openings'], row)],
        tells: [tell(leaseWorks, name, () => ({ ...lease, audit: work }))],
        settled: ([opening]) => ({ state: { ...opened, bond: returnedBy(opening, 'bond') } }),
      }
    },
  })
}
