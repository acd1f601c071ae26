import {
  claimOf,
  defineCommand,
  reject,
  tell,
  type CommandContext,
  type CommandShape,
  type Tell,
  type Transition,
} from '@tlmkit/core'
import { armSwitch } from '../emergency/armSwitch.js'
import { epochOf, penaltyAccount, type LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { AuditState, LiveLease } from '../leases/LeaseState.js'
import { MemoryDraft } from '../leases/MemoryDraft.js'
import { returnedBy } from '../leases/returnedBy.js'
import type { Slash } from '../leases/StakeBook.js'
import { auditWorks } from '../leases/works.js'
import { memoryParamsOf } from '../memoryParamsOf.js'
import { clearLeases } from './clearLeases.js'
import { slashAll } from './slashAll.js'

/**
 * Fails an audit that was not answered: `failAudit()`, by anybody after its window.
 *
 * Rule: the prepay goes back whole, the collateral and an extra slash to one penalty split, a tenth
 * of the burned part to the auditor. All unpinned leases of the node are cleared: those with an
 * open audit have failed too, the others are refunded and their collateral freed.
 * Errors, in this order: `unknown-audit`, `not-open`, `too-early`.
 * Source: spec/memory.md, Audit.
 */
export function failAudit(environment: LeaseEnvironment): CommandShape<AuditState> {
  return defineCommand<AuditState>()({
    columns: {},
    codes: ['unknown-audit', 'not-open', 'too-early'],
    reduce(state, _command, context) {
      if (state === undefined) return reject('unknown-audit')
      if (state.status !== 'open') return reject('not-open')
      const { auditWindow } = memoryParamsOf(context.params)
      if (context.height <= state.openedAt + auditWindow) return reject('too-early')
      return fail(environment, context, state)
    },
  })
}

interface FailedAudit {
  readonly id: string
  readonly audit: AuditState
  readonly lease: LiveLease
}

function fail(
  environment: LeaseEnvironment,
  context: CommandContext,
  audit: AuditState,
): Transition<AuditState> {
  const { kinds, stake } = environment
  const { work, height } = context
  const draft = new MemoryDraft(context, stake)
  const failed = failedWith(draft, context, audit)
  const [first] = failed
  if (first === undefined) return { state: { ...audit, status: 'failed' } }
  const { node } = first.lease
  for (const { audit: one, lease } of failed) draft.close(one.lease, fresh(draft, one, lease))
  const cleared = clearLeases(environment, context, { draft, node, clearing: work })
  draft.change(node, (known) => ({ ...known, failedEpoch: epochOf(context) }))
  const { own, pool } = stake.ownAndPool(context, node)
  const fault = { operator: node, faultHeight: audit.openedAt }
  const row = {
    ...{ audit: work, node, auditor: audit.auditor, height },
    failed: failed.map(({ audit: { lease: id, auditor, bond }, lease }) => {
      const { caller, prepay, collateral } = lease
      return { lease: id, caller, prepay, collateral, auditor, bond }
    }),
    stake: own + pool,
    thawing: stake.slashableThawing?.(context, fault) ?? 0n,
    penaltyFrom: penaltyAccount(audit.lease),
  }
  const state: AuditState = { ...audit, status: 'failed' }
  const collaterals: Slash[] = failed.map(({ audit: { openedAt }, lease }) => {
    return { operator: node, amount: lease.collateral, faultHeight: openedAt }
  })
  const armed = armSwitch(context, BigInt(failed.length))
  return {
    state,
    claims: [...cleared, claimOf(kinds['audit-failures'], row)],
    tells: [...draft.tells(auditWorks), ...endAudits(failed, work), armed.tell],
    events: [...draft.events, ...armed.events],
    settled: (outcomes) => {
      const outcome = outcomes.at(-1)
      const extra = { ...fault, amount: returnedBy(outcome, 'extraTaken') }
      const debt = { operator: node, amount: returnedBy(outcome, 'debt') }
      return slashAll(environment, context, { state, slashes: [...collaterals, extra], debt })
    },
  }
}

/** The audit at hand, and those that fail with it: of unpinned leases of the same node. */
function failedWith(
  draft: MemoryDraft,
  { peek, work }: CommandContext,
  audit: AuditState,
): readonly FailedAudit[] {
  const own = draft.lease(audit.lease)
  if (own === undefined || !('audit' in own)) return []
  const failed: FailedAudit[] = [{ id: work, audit, lease: own }]
  for (const [, lease] of draft.leasesOf(own.node)) {
    if (lease.isPinned || lease.audit === '' || lease.audit === work) continue
    const other = peek(auditWorks, lease.audit)
    if (other !== undefined) failed.push({ id: lease.audit, audit: other, lease })
  }
  return failed
}

/** A lease as the closing of its neighbours left it. */
function fresh(draft: MemoryDraft, { lease: id }: AuditState, lease: LiveLease): LiveLease {
  const known = draft.lease(id)
  return known !== undefined && 'audit' in known ? known : lease
}

function endAudits(failed: readonly FailedAudit[], own: string): readonly Tell[] {
  return failed.flatMap(({ id, audit }) => {
    const after: AuditState = { ...audit, status: 'failed' }
    return id === own ? [] : [tell(auditWorks, id, () => after)]
  })
}
