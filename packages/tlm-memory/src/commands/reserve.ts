import {
  amount,
  claimOf,
  defineCommand,
  divide,
  flag,
  id,
  opaque,
  reject,
  units,
  type CommandContext,
  type CommandShape,
} from '@tlmkit/core'
import { NEW_SWITCH } from '../emergency/SwitchState.js'
import type { LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { LeaseState, LiveLease } from '../leases/LeaseState.js'
import { MemoryDraft } from '../leases/MemoryDraft.js'
import { offerMessage } from '../leases/messages.js'
import { returnedBy } from '../leases/returnedBy.js'
import { leaseWorks, SWITCH, switchWorks } from '../leases/works.js'
import { memoryParamsOf } from '../memoryParamsOf.js'

/** Bytes of a KiB. */
const KIB = 1024n

const NEW_LEASE = {
  ...({ status: 'open', stoppedAt: 0n, root: '', signedBy: 'nobody', round: 0n } as const),
  ...{ audit: '', auditEndedAt: 0n, previous: '', next: '', prepay: 0n, collateral: 0n },
}

/**
 * Reserves memory of a node: `reserve(caller, node, bytes, maxBlocks, ...)`, with the offer that
 * the node signed for this lease.
 *
 * Units: bytes; blocks; `rhoCap` in base units per KiB and block. Rounding: KiB up.
 * Errors, in this order: `paused`, `suspended`, `duplicate-lease`, `unknown-node`, `rights-off`,
 * `debt-outstanding`, `zero-bytes`, `zero-blocks`, `too-many-blocks`, `offer-exceeded`,
 * `over-capacity`, `balance-short`, `free-stake-short`.
 * Source: spec/memory.md, Reserve.
 */
// long: a flat ladder and what follows from it.
export function reserve(
  environment: LeaseEnvironment,
  denomination: string,
): CommandShape<LeaseState> {
  const { kinds, stake } = environment
  return defineCommand<LeaseState>()({
    columns: {
      ...{ caller: id('caller'), node: id('operator'), bytes: units(), maxBlocks: units() },
      isPinned: flag(),
      ...{ rhoCap: amount(denomination), offerKib: units(), offerBlocks: units() },
      signature: opaque(),
    },
    codes: [
      ...[
        'paused',
        'suspended',
        'duplicate-lease',
        'unknown-node',
        'rights-off',
        'debt-outstanding',
      ],
      ...['zero-bytes', 'zero-blocks', 'too-many-blocks', 'offer-exceeded', 'over-capacity'],
    ],
    reduce(state, command, context) {
      const { caller, node, bytes, maxBlocks, isPinned } = command
      const { work, height } = context
      const { isSuspended } = context.peek(switchWorks, SWITCH) ?? NEW_SWITCH
      if (context.isPaused) return reject('paused')
      if (isSuspended) return reject('suspended')
      if (state !== undefined) return reject('duplicate-lease')
      const draft = new MemoryDraft(context, stake)
      const host = draft.node(node)
      if (host === undefined) return reject('unknown-node')
      if (height < host.rightsOffUntil) return reject('rights-off')
      if (stake.hasDebt(context, node)) return reject('debt-outstanding')
      if (bytes === 0n) return reject('zero-bytes')
      if (maxBlocks === 0n) return reject('zero-blocks')
      if (maxBlocks > memoryParamsOf(context.params).maxLeaseBlocks) {
        return reject('too-many-blocks')
      }
      const kib = divide(bytes, KIB, 'ceil')
      const { rho } = draft.oracle
      if (!isOffered(environment, context, { command, kib, rho })) return reject('offer-exceeded')
      if (host.leased + kib > host.next.capacity) return reject('over-capacity')
      const opened: LiveLease = draft.link(work, {
        ...{ ...NEW_LEASE, caller, node, bytes, kib, maxBlocks, rho, isPinned },
        ...{ reservedAt: height, lastUsedAt: height },
      })
      const bindable = stake.bindable(context, node)
      const row = { lease: work, caller, node, kib, maxBlocks, rho, bindable, height }
      const joins = stake.joins?.(context, node) ?? { claims: [], tells: [] }
      return {
        state: opened,
        claims: [...joins.claims, claimOf(kinds.reservations, row)],
        tells: [...joins.tells, ...draft.tells(leaseWorks)],
        events: draft.events,
        settled: (outcomes) => {
          const reservation = outcomes.at(-1)
          const prepay = returnedBy(reservation, 'prepay')
          return { state: { ...opened, prepay, collateral: returnedBy(reservation, 'bind') } }
        },
      }
    },
  })
}

interface Wanted {
  readonly command: {
    readonly caller: string
    readonly node: string
    readonly maxBlocks: bigint
    readonly rhoCap: bigint
    readonly offerKib: bigint
    readonly offerBlocks: bigint
    readonly signature: string
  }
  readonly kib: bigint
  readonly rho: bigint
}

/** Whether the node signed an offer for this lease that covers it. */
function isOffered(
  { domain, signatures }: LeaseEnvironment,
  { work: lease }: CommandContext,
  { command, kib, rho }: Wanted,
): boolean {
  const { caller, node, maxBlocks, rhoCap, offerKib, offerBlocks, signature } = command
  if (rho > rhoCap || kib > offerKib || maxBlocks > offerBlocks) return false
  const offer = { domain, lease, caller, node, rhoCap, kib: offerKib, blocks: offerBlocks }
  return signatures.verify(node, offerMessage(offer), signature)
}
