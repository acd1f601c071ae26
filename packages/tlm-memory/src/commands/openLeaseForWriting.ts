import { defineCommand, id, reject, type CommandShape } from '@tlmkit/core'
import { openLease } from '../leases/LeaseEnvironment.js'
import type { LeaseState } from '../leases/LeaseState.js'

/**
 * Unseals a lease, so that its caller may write again: `open(party)`. It counts as a use.
 *
 * Errors, in this order: `unknown-lease`, `not-open`, `not-a-party`, `audit-open`, `not-sealed`.
 * Source: spec/memory.md, Audit.
 */
export const openLeaseForWriting: CommandShape<LeaseState> = defineCommand<LeaseState>()({
  columns: { party: id('party') },
  codes: ['unknown-lease', 'not-open', 'not-a-party', 'audit-open', 'not-sealed'],
  reduce(state, { party }, { height }) {
    const lease = openLease(state)
    if ('rejected' in lease) return lease
    if (party !== lease.caller) return reject('not-a-party')
    if (lease.audit !== '') return reject('audit-open')
    if (lease.signedBy !== 'both') return reject('not-sealed')
    const round = lease.round + 1n
    return { state: { ...lease, root: '', signedBy: 'nobody', round, lastUsedAt: height } }
  },
})
