import {
  claimOf,
  defineCommand,
  reject,
  type CommandContext,
  type CommandShape,
  type Transition,
} from '@tlmkit/core'
import {
  dueAtOf,
  epochOf,
  openLease,
  paidBlocks,
  penaltyAccount,
  startOf,
  type LeaseEnvironment,
} from '../leases/LeaseEnvironment.js'
import type { LeaseState, LiveLease, StruckLease } from '../leases/LeaseState.js'
import { MemoryDraft } from '../leases/MemoryDraft.js'
import { leaseWorks } from '../leases/works.js'
import type { Slash } from '../leases/StakeBook.js'
import { slashAll } from './slashAll.js'

/**
 * Ends a lease that its node did not release in time: `timeOut()`, by anybody.
 *
 * Rule: the node is paid up to the last metered use. The first time is a strike: the collateral
 * stays bound until the end of the next epoch. A second timeout before that costs the collateral of
 * both, and the right to lease until the end of the next epoch.
 * Errors, in this order: `unknown-lease`, `not-open`, `audit-open`, `too-early`.
 * Source: spec/memory.md, Timeout.
 */
export function timeOut(environment: LeaseEnvironment): CommandShape<LeaseState> {
  return defineCommand<LeaseState>()({
    columns: {},
    codes: ['unknown-lease', 'not-open', 'audit-open', 'too-early'],
    reduce(state, _command, context) {
      const lease = openLease(state)
      if ('rejected' in lease) return lease
      if (lease.audit !== '') return reject('audit-open')
      if (context.height <= dueAtOf(context, lease)) return reject('too-early')
      return end(environment, context, lease)
    },
  })
}

function end(
  environment: LeaseEnvironment,
  context: CommandContext,
  lease: LiveLease,
): Transition<LeaseState> {
  const { work, height } = context
  const { caller, node, kib, rho, prepay, collateral } = lease
  const draft = new MemoryDraft(context, environment.stake)
  const until = startOf(context, epochOf(context) + 2n)
  const dueAt = dueAtOf(context, lease)
  const struck: StruckLease = { status: 'struck', node, collateral, dueAt, until }
  const earlier = strikeOf(draft, node, height)
  const slashes: Slash[] =
    earlier === undefined
      ? []
      : [earlier, struck].map(({ collateral: amount, dueAt: faultHeight }) => {
          return { operator: node, amount, faultHeight }
        })
  const after: LeaseState = earlier === undefined ? struck : { status: 'closed' }
  draft.close(work, lease, after)
  draft.change(node, (known) => {
    if (earlier === undefined) return { ...known, strikeLease: work, strikeUntil: until }
    draft.setLease(known.strikeLease, { status: 'closed' })
    return { ...known, strikeLease: '', strikeUntil: 0n, rightsOffUntil: until }
  })
  const row = {
    ...{ lease: work, caller, node, kib, rho, prepay, height },
    blocks: paidBlocks(lease, lease.lastUsedAt),
    failed: slashes.map(({ amount }) => ({ collateral: amount })),
    penaltyFrom: penaltyAccount(work),
  }
  const name = earlier === undefined ? 'node-struck' : 'rights-off'
  return {
    state: after,
    claims: [claimOf(environment.kinds.timeouts, row)],
    tells: draft.tells(leaseWorks),
    events: [...draft.events, { event: name, fields: { node, until } }],
    settled: () => slashAll(environment, context, { state: after, slashes }),
  }
}

/** The lease of a strike that still counts. */
function strikeOf(draft: MemoryDraft, node: string, height: bigint): StruckLease | undefined {
  const known = draft.node(node)
  if (known === undefined || height >= known.strikeUntil) return undefined
  const lease = draft.lease(known.strikeLease)
  return lease?.status === 'struck' ? lease : undefined
}
