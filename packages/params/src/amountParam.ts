import { naturalParam, type NaturalInput } from './naturalParam.js'
import type { Param } from './paramSchema.js'

export interface AmountParamOptions {
  /** Least amount in base units, itself allowed; 0 when absent. */
  readonly min?: bigint
  /** Greatest amount in base units, itself allowed. */
  readonly max?: bigint
  /** Denomination of the base units: `upokt`. */
  readonly unit: string
  /** One sentence: what the value changes. */
  readonly effect: string
}

/**
 * A parameter that is an amount of money.
 *
 * Units: base units of the denomination named in `unit`; 0 to 2^128 - 1.
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * Source: spec/pocket.md section 9.
 * @example
 * const fee = amountParam(20n, { unit: 'upokt', effect: 'Paid with every proof.' })
 * fee.parse('1000') // 1000n
 */
export function amountParam(
  defaultValue: bigint,
  options: AmountParamOptions,
): Param<NaturalInput, bigint> {
  const { min, max, unit, effect } = options
  return naturalParam({ kind: 'amount', defaultValue, min, max, fixed: undefined, unit, effect })
}
