import { naturalParam, type NaturalInput } from './naturalParam.js'
import type { Param } from './paramSchema.js'

export interface UnitsParamOptions {
  /** Least count, itself allowed; 0 when absent. */
  readonly min?: bigint
  /** Greatest count, itself allowed. */
  readonly max?: bigint
  /** No vote changes it: it keeps the value that a network began with. */
  readonly fixed?: true
  /** What is counted: `blocks`, `sessions`, `relays`. */
  readonly unit: string
  /** One sentence: what the value changes. */
  readonly effect: string
}

/**
 * A parameter that counts something: blocks, sessions, relays.
 *
 * Units: as named in `unit`; a whole number from 0 to 2^128 - 1.
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * Source: spec/pocket.md section 9.
 * @example
 * const window = unitsParam(4n, { min: 1n, unit: 'blocks', effect: 'Length of the claim window.' })
 * window.parse(undefined) // 4n
 */
export function unitsParam(
  defaultValue: bigint,
  options: UnitsParamOptions,
): Param<NaturalInput, bigint> {
  const { min, max, fixed, unit, effect } = options
  return naturalParam({ kind: 'units', defaultValue, min, max, fixed, unit, effect })
}
