import { defineLifecycle } from '@tlmkit/core'

/** What a delegator has with an operator; the work is `<operator>/<delegator>`. */
export type DelegationState = {
  /** Shares of the pool, in consolidations of `scale`. */
  readonly shares: bigint
  readonly scale: bigint
  /** Base units that join the pool at `joinsAt`. */
  readonly pending: bigint
  readonly joinsAt: bigint
  /** Its entries that thaw, oldest and newest, by number; 0 where there is none. */
  readonly firstThaw: bigint
  readonly lastThaw: bigint
}

/** A delegation of nothing. */
export const NO_DELEGATION: DelegationState = Object.freeze({
  ...{ shares: 0n, scale: 0n, pending: 0n, joinsAt: 0n, firstThaw: 0n, lastThaw: 0n },
})

/** Delegations, which commands of operators change. */
export const delegationWorks = defineLifecycle<DelegationState>()({
  name: 'stake-delegations',
  commands: {},
})
