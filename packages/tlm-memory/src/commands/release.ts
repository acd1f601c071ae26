import {
  claimOf,
  defineCommand,
  id,
  reject,
  type ClaimDraft,
  type CommandContext,
  type CommandShape,
} from '@tlmkit/core'
import { openLease, paidBlocks, type LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { LeaseState, LiveLease } from '../leases/LeaseState.js'
import { MemoryDraft } from '../leases/MemoryDraft.js'
import { leaseWorks } from '../leases/works.js'

/**
 * Gives a lease back: `release(party)`, by the caller at any time, by the node once it is over.
 *
 * Rule: the fee goes to the node, the rest of the prepay back to the caller, the collateral is
 * freed. While an audit is open a caller's release stops the meter, and the money stays until it
 * ends.
 * Errors, in this order: `unknown-lease`, `not-open`, `not-a-party`, `too-early`, `audit-open`.
 * Source: spec/memory.md, Release and Audit.
 */
export function release(environment: LeaseEnvironment): CommandShape<LeaseState> {
  return defineCommand<LeaseState>()({
    columns: { party: id('party') },
    codes: ['unknown-lease', 'not-open', 'not-a-party', 'too-early', 'audit-open'],
    reduce(state, { party }, context) {
      const lease = openLease(state)
      if ('rejected' in lease) return lease
      const { work, height } = context
      const isCaller = party === lease.caller
      if (!isCaller && party !== lease.node) return reject('not-a-party')
      if (!isCaller && height < lease.reservedAt + lease.maxBlocks) return reject('too-early')
      if (!isCaller && lease.audit !== '') return reject('audit-open')
      const draft = new MemoryDraft(context, environment.stake)
      const { events } = draft
      if (lease.audit !== '') {
        draft.stop(lease)
        const stopped: LiveLease = { ...lease, status: 'stopped', stoppedAt: height }
        return { state: stopped, tells: draft.tells(leaseWorks), events }
      }
      draft.close(work, lease)
      return {
        state: { status: 'closed' },
        claims: [releaseClaim(environment, context, { id: work, lease, until: height })],
        tells: draft.tells(leaseWorks),
        events,
      }
    },
  })
}

/** The claim that settles a lease whose meter ran until a height. */
export function releaseClaim(
  { kinds }: LeaseEnvironment,
  { height }: CommandContext,
  { id: lease, lease: state, until }: Released,
): ClaimDraft {
  const { caller, node, kib, rho, prepay, collateral } = state
  const blocks = paidBlocks(state, until)
  const row = { lease, caller, node, kib, blocks, rho, prepay, release: collateral, height }
  return claimOf(kinds.releases, row)
}

interface Released {
  readonly id: string
  readonly lease: LiveLease
  readonly until: bigint
}
