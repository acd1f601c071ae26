import { defineLifecycle, type Lifecycle } from '@tlmkit/core'
import type { LeaseKinds } from './claims.js'
import { answerAudit } from './commands/answerAudit.js'
import { endStrike } from './commands/endStrike.js'
import { failAudit } from './commands/failAudit.js'
import { declareCapacity, refreshStake } from './commands/nodeCommands.js'
import { openAudit } from './commands/openAudit.js'
import { openLeaseForWriting } from './commands/openLeaseForWriting.js'
import { release } from './commands/release.js'
import { reserve } from './commands/reserve.js'
import { seal } from './commands/seal.js'
import { stepRho } from './commands/stepRho.js'
import { timeOut } from './commands/timeOut.js'
import { useLease } from './commands/useLease.js'
import { resume, suspend } from './emergency/switchCommands.js'
import type { SwitchState } from './emergency/SwitchState.js'
import type { BlockHash, LeaseEnvironment } from './leases/LeaseEnvironment.js'
import type { AuditState, LeaseState } from './leases/LeaseState.js'
import type { Signatures } from './leases/Signatures.js'
import { plainStakeBook, type StakeBook } from './leases/StakeBook.js'
import { rhoWorks } from './leases/works.js'
import type { NodeState } from './nodes/NodeState.js'
import type { OracleState } from './oracle/OracleState.js'

export interface LeaseLifecycleOptions<D extends string> {
  readonly denomination: D
  /** Name of the network, part of everything that is signed. */
  readonly domain: string
  readonly kinds: LeaseKinds<D>
  readonly signatures: Signatures
  readonly blockHash: BlockHash
  /** The network's stakes; without one, all that is free may be bound. */
  readonly stake?: StakeBook
}

/**
 * The lifecycles of memory leases: `leases`, `memory-audits`, `memory-nodes`, `memory-oracle` and
 * `memory-switch` with their commands, and the history of rho.
 *
 * Source: spec/memory.md, Money.
 * @example
 * const options = { denomination: 'LA', domain: 'net', kinds, signatures, blockHash } as const
 * defineNetwork({ lifecycles: leaseLifecycles(options), ... })
 */
export function leaseLifecycles<D extends string>(
  options: LeaseLifecycleOptions<D>,
): readonly Lifecycle[] {
  const { denomination, domain, kinds, signatures, blockHash } = options
  const stake = options.stake ?? plainStakeBook(denomination)
  const environment: LeaseEnvironment = { domain, kinds, stake, signatures, blockHash }
  return [
    defineLifecycle<LeaseState>()({
      name: 'leases',
      commands: {
        reserve: reserve(environment, denomination),
        release: release(environment),
        timeOut: timeOut(environment),
        endStrike: endStrike(environment),
        use: useLease,
        seal: seal(environment),
        open: openLeaseForWriting,
      },
    }),
    defineLifecycle<AuditState>()({
      name: 'memory-audits',
      commands: {
        openAudit: openAudit(environment),
        answerAudit: answerAudit(environment),
        failAudit: failAudit(environment),
      },
    }),
    defineLifecycle<NodeState>()({
      name: 'memory-nodes',
      commands: {
        declareCapacity: declareCapacity(environment),
        refreshStake: refreshStake(environment),
      },
    }),
    defineLifecycle<OracleState>()({
      name: 'memory-oracle',
      commands: { stepRho: stepRho(environment) },
    }),
    defineLifecycle<SwitchState>()({
      name: 'memory-switch',
      commands: { suspend: suspend(environment), resume: resume(environment) },
    }),
    rhoWorks,
  ]
}
