import { defineLifecycle } from '@tlmkit/core'

/** Stake that began to thaw; the work is `<operator>/<number>`. */
export type ThawState = {
  /** The delegator, or the operator itself. */
  readonly party: string
  /** Base units. */
  readonly amount: bigint
  /** Height at which it began, and from which it can be withdrawn. */
  readonly begun: bigint
  readonly ripeAt: bigint
  /** Neighbours in the order in which entries began, by number; 0 where there is none. */
  readonly older: bigint
  readonly newer: bigint
  /** The next entry of the same delegator, by number; 0 where there is none. */
  readonly next: bigint
}

/** Stake that thaws, which commands of operators and tasks change. */
export const thawWorks = defineLifecycle<ThawState>()({ name: 'stake-thaws', commands: {} })
