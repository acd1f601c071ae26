import { defineLifecycle } from '@tlmkit/core'

/** Entries of stake that thaws, oldest to newest, by number; 0 where there is none. */
export type ThawList = { readonly oldest: bigint; readonly newest: bigint }

/** How many tasks of a prover type an operator takes at once, and how many it has. */
export type Capacity = { readonly type: string; readonly max: bigint; readonly used: bigint }

/**
 * An operator.
 *
 * Rule: own + pool = `operator/<id>/free` + `operator/<id>/bound`.
 * Units: `own`, `pool`, `pending` and `debt` in base units; heights in blocks.
 */
export type OperatorState = {
  readonly own: bigint
  readonly pool: bigint
  /** Shares of the pool that are out. */
  readonly shares: bigint
  /** How often shares were consolidated, a thousand into one. */
  readonly scale: bigint
  /** Delegated stake that joins the pool at `joinsAt`, in `operator/<id>/pending` until then. */
  readonly pending: bigint
  readonly joinsAt: bigint
  readonly debt: bigint
  readonly capacity: readonly Capacity[]
  /** Heights of the last misses, at most as many as jail. */
  readonly misses: readonly bigint[]
  readonly jailedUntil: bigint | null
  readonly ownThaws: ThawList
  readonly delegatedThaws: ThawList
  /** Number of the entry that began to thaw last. */
  readonly lastThaw: bigint
  /** Claims made so far, which numbers them. */
  readonly steps: bigint
}

const NO_THAWS: ThawList = Object.freeze({ oldest: 0n, newest: 0n })

/** An operator that has declared itself and holds nothing. */
export const NEW_OPERATOR: OperatorState = Object.freeze({
  ...{ own: 0n, pool: 0n, shares: 0n, scale: 0n, pending: 0n, joinsAt: 0n, debt: 0n },
  ...{ capacity: [], misses: [], jailedUntil: null, lastThaw: 0n, steps: 0n },
  ...{ ownThaws: NO_THAWS, delegatedThaws: NO_THAWS },
})

/** Names the lifecycle of operators, for those that read or tell its works. */
export const operatorWorks = defineLifecycle<OperatorState>()({
  name: 'stake-operators',
  commands: {},
})
