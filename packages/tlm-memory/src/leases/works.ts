import { defineLifecycle } from '@tlmkit/core'
import type { SwitchState } from '../emergency/SwitchState.js'
import type { NodeState } from '../nodes/NodeState.js'
import type { OracleState, RhoEntry } from '../oracle/OracleState.js'
import type { AuditState, LeaseState } from './LeaseState.js'

// To tell and to peek, a lifecycle's name and type are enough; `leaseLifecycles` adds the commands.

/** Leases, as works of their ids. */
export const leaseWorks = defineLifecycle<LeaseState>()({ name: 'leases', commands: {} })

/** Audits, as works of their ids. */
export const auditWorks = defineLifecycle<AuditState>()({ name: 'memory-audits', commands: {} })

/** Nodes, as works of their names. */
export const nodeWorks = defineLifecycle<NodeState>()({ name: 'memory-nodes', commands: {} })

/** The fee oracle, as the one work `oracle`. */
export const oracleWorks = defineLifecycle<OracleState>()({ name: 'memory-oracle', commands: {} })

/** The history of rho, as works of the epochs from which it changed. */
export const rhoWorks = defineLifecycle<RhoEntry>()({ name: 'memory-rho', commands: {} })

/** The emergency switch, as the one work `switch`. */
export const switchWorks = defineLifecycle<SwitchState>()({ name: 'memory-switch', commands: {} })

export const ORACLE = 'oracle'
export const SWITCH = 'switch'
