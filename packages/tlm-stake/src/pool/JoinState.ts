import { defineLifecycle } from '@tlmkit/core'

/**
 * The price at which the delegated stake of one epoch joined a pool, kept until each of its
 * delegators has taken its shares; the work is `<operator>/<height of the epoch's end>`.
 */
export type JoinState = {
  /** Shares and base units of the pool before, virtual ones included: the price. */
  readonly priceShares: bigint
  readonly priceUnits: bigint
  readonly scale: bigint
  /** Base units whose delegators have not taken their shares, and those shares. */
  readonly unitsLeft: bigint
  readonly sharesLeft: bigint
}

/** Joins, which commands of operators and tasks change. */
export const joinWorks = defineLifecycle<JoinState>()({ name: 'stake-joins', commands: {} })
