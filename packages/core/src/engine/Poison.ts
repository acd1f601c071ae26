import type { Ratio } from '../amounts/Ratio.js'
import type { Row } from '../claims/columns.js'

/** Why a node could not be computed on a row. */
export type FaultCode =
  'overflow' | 'below-zero' | 'division-by-zero' | 'ratio-overflow' | 'group-disagrees'

/**
 * A value that could not be computed. It poisons what is computed from it, and discards the claim
 * only when a statement, a write or an aggregate demands it.
 */
export class Poison {
  readonly code: FaultCode
  /** Node that failed. */
  readonly node: number
  constructor(code: FaultCode, node: number) {
    this.code = code
    this.node = node
  }
}

/** What a slot of the machine holds. Lists of values are the items of a list loop. */
export type Value =
  bigint | boolean | string | Ratio | Poison | readonly Row[] | readonly Value[] | undefined
