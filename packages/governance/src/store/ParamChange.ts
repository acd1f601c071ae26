import type { ParamSet } from '@tlmkit/core'

/** A change of a parameter, as proposals have it. */
export interface ParamChange {
  /** `owner.key`. */
  readonly key: string
  /** The value as text: `0.05`, `true`, `a, b`, `supplier 0.7, dao 0.3`, `module/treasury`. */
  readonly value: string
}

/** Why a change is refused, in order of precedence, and what would be right. */
export interface ChangeFault {
  readonly code: 'unknown-key' | 'key-fixed' | 'key-repeated' | 'value-out-of-bounds'
  readonly key: string
  readonly message: string
}

/** Changes as they are read: values to lay over others, and all that is wrong with them. */
export interface ReadChanges {
  readonly values: ParamSet
  readonly faults: readonly ChangeFault[]
}

/** A value that a parameter took with a version. */
export interface PastValue {
  readonly version: number
  /** First height, in blocks, at which work opens with it. */
  readonly from: bigint
  readonly value: string
}
