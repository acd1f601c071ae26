import {
  defineCommand,
  flag,
  id,
  list,
  reject,
  units,
  type ClaimDraft,
  type CommandContext,
  type CommandShape,
} from '@tlmkit/core'
import { clearLeases } from '../commands/clearLeases.js'
import { paidBlocks, type LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import { MemoryDraft } from '../leases/MemoryDraft.js'
import { switchWorks } from '../leases/works.js'
import { checkOrder } from './checkOrder.js'
import { leaseSnapshot, type SnapshotLease } from './leaseSnapshot.js'
import { NEW_SWITCH, type SwitchState } from './SwitchState.js'

const orderColumns = {
  ...{ nonce: units(), expiresAt: units() },
  signatures: list({ signer: id('signer'), signature: id('signature') }),
}

const ORDER_CODES = [
  ...(['signers-short', 'signature-invalid', 'signature-repeated', 'signature-expired'] as const),
] as const

/**
 * Suspends new leases: `suspend(clear, nonce, expiresAt, signatures)` on the work `switch`.
 *
 * Rule: reserves stop, and nothing else; the snapshot holds all leases with money and the refunds
 * owed. With `clear`, unpinned leases of nodes that failed an audit since the epoch that armed the
 * switch are cleared, but for those that an audit is open of.
 * Complexity: linear in the leases that hold money.
 * Errors, in this order: `not-armed`, `signers-short`, `signature-invalid`, `signature-repeated`,
 * `signature-expired`.
 * Source: spec/memory.md, Emergency.
 */
export function suspend(environment: LeaseEnvironment): CommandShape<SwitchState> {
  return defineCommand<SwitchState>()({
    columns: { clear: flag(), ...orderColumns },
    codes: ['not-armed', ...ORDER_CODES],
    reduce(state = NEW_SWITCH, { clear, ...signed }, context) {
      const { height } = context
      if (height >= state.armedUntil) return reject('not-armed')
      const order = clear ? 'suspend-and-clear' : 'suspend'
      const fault = checkOrder(environment, context, state, { ...signed, order })
      if (fault !== undefined) return reject(fault)
      const draft = new MemoryDraft(context, environment.stake)
      const root = leaseSnapshot(leasesAt(draft, height))
      const claims = clear ? clearFailed(environment, context, { draft, state }) : []
      const { events } = draft
      const nonce = state.nonce + 1n
      return {
        state: { ...state, isSuspended: true, nonce, root, suspendedAt: height },
        ...{ claims, tells: draft.tells(switchWorks) },
        events: [...events, { event: 'suspended', fields: { root } }],
      }
    },
  })
}

/**
 * Lets leases be reserved again: `resume(nonce, expiresAt, signatures)` on the work `switch`.
 *
 * Errors, in this order: `signers-short`, `signature-invalid`, `signature-repeated`,
 * `signature-expired`, `not-suspended`.
 * Source: spec/memory.md, Emergency.
 */
export function resume(environment: LeaseEnvironment): CommandShape<SwitchState> {
  return defineCommand<SwitchState>()({
    columns: orderColumns,
    codes: [...ORDER_CODES, 'not-suspended'],
    reduce(state = NEW_SWITCH, signed, context) {
      const fault = checkOrder(environment, context, state, { ...signed, order: 'resume' })
      if (fault !== undefined) return reject(fault)
      if (!state.isSuspended) return reject('not-suspended')
      return {
        state: { ...state, isSuspended: false, nonce: state.nonce + 1n },
        events: [{ event: 'resumed', fields: {} }],
      }
    },
  })
}

function leasesAt(draft: MemoryDraft, height: bigint): readonly SnapshotLease[] {
  const leases: SnapshotLease[] = []
  for (const [name] of draft.nodes()) {
    for (const [lease, state] of draft.leasesOf(name)) {
      const { caller, node, prepay, collateral, kib, rho, status, stoppedAt } = state
      const blocks = paidBlocks(state, status === 'open' ? height : stoppedAt)
      const refund = prepay - blocks * kib * rho
      leases.push({ lease, caller, node, prepay, collateral, refund })
    }
  }
  return leases
}

function clearFailed(
  environment: LeaseEnvironment,
  context: CommandContext,
  { draft, state }: { readonly draft: MemoryDraft; readonly state: SwitchState },
): readonly ClaimDraft[] {
  const failed = [...draft.nodes()].filter(([, { failedEpoch }]) => {
    return failedEpoch !== null && failedEpoch >= state.armedEpoch
  })
  const clearing = `switch-${state.nonce}`
  return failed.flatMap(([node]) => clearLeases(environment, context, { draft, node, clearing }))
}
