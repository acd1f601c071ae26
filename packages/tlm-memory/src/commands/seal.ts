import { defineCommand, id, opaque, reject, type CommandShape } from '@tlmkit/core'
import { openLease, type LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { LeaseState, LiveLease } from '../leases/LeaseState.js'
import { sealMessage } from '../leases/messages.js'

/**
 * Signs the Merkle root over the pages of a lease: `seal(party, root, signature)`.
 *
 * Rule: it is sealed once caller and node have both signed the same root; until then a party may
 * sign another root than it did before. A signature that does not hold is of no party.
 * Errors, in this order: `unknown-lease`, `not-open`, `not-a-party`, `roots-differ`, `audit-open`,
 * `already-sealed`.
 * Source: spec/memory.md, Audit.
 */
export function seal({ domain, signatures }: LeaseEnvironment): CommandShape<LeaseState> {
  return defineCommand<LeaseState>()({
    columns: { party: id('party'), root: opaque(), signature: opaque() },
    codes: [
      ...['unknown-lease', 'not-open', 'not-a-party', 'roots-differ', 'audit-open'],
      'already-sealed',
    ],
    reduce(state, { party, root, signature }, { work }) {
      const lease = openLease(state)
      if ('rejected' in lease) return lease
      const message = sealMessage({ domain, lease: work, round: lease.round, root })
      const isParty = party === lease.caller || party === lease.node
      if (!isParty || !signatures.verify(party, message, signature)) return reject('not-a-party')
      const by = signerOf(lease, party)
      const isSealed = lease.signedBy === 'both'
      const isFixed = isSealed || (lease.signedBy !== 'nobody' && lease.signedBy !== by)
      if (isFixed && by !== 'both' && root !== lease.root) return reject('roots-differ')
      if (lease.audit !== '') return reject('audit-open')
      if (isSealed) return reject('already-sealed')
      return { state: { ...lease, root, signedBy: isFixed ? 'both' : by } }
    },
  })
}

/** As whom a party signs: one that leases from itself signs for both. */
function signerOf({ caller, node }: LiveLease, party: string): 'caller' | 'node' | 'both' {
  if (caller === node) return 'both'
  return party === caller ? 'caller' : 'node'
}
