import { defineCommand, id, reject, type CommandShape } from '@tlmkit/core'
import { openLease } from '../leases/LeaseEnvironment.js'
import type { LeaseState } from '../leases/LeaseState.js'

/**
 * Meters a use of a lease: `use(party)`, by its caller, so that a timeout pays until here.
 *
 * Errors, in this order: `unknown-lease`, `not-open`, `not-a-party`.
 * Source: spec/memory.md, Timeout.
 */
export const useLease: CommandShape<LeaseState> = defineCommand<LeaseState>()({
  columns: { party: id('party') },
  codes: ['unknown-lease', 'not-open', 'not-a-party'],
  reduce(state, { party }, { height }) {
    const lease = openLease(state)
    if ('rejected' in lease) return lease
    if (party !== lease.caller) return reject('not-a-party')
    return { state: { ...lease, lastUsedAt: height } }
  },
})
