import { InputError } from '../errors/InputError.js'
import { parseNatural } from './parseNatural.js'

declare const amountBrand: unique symbol

/** Base units of one denomination: an exact integer, 0 to 2^128 - 1. */
export type Amount<D extends string = string> = bigint & { readonly [amountBrand]?: D }

/** The largest amount, in base units: 2^128 - 1. */
export const AMOUNT_MAX: bigint = (1n << 128n) - 1n

/** Brands an integer that is known to be in range. Errors: `amount-out-of-range`. */
export function toAmount<D extends string>(value: bigint, denomination: D): Amount<D> {
  if (value < 0n || value > AMOUNT_MAX) {
    throw new InputError({
      code: 'amount-out-of-range',
      message: `An amount of ${denomination} is 0 to 2^128 - 1 base units, got ${value}.`,
      details: { value, denomination },
    })
  }
  return value
}

/**
 * Reads an amount in base units from untrusted data.
 *
 * Units: base units. Accepts decimal digits in a string, or a whole JSON number up to 2^53 - 1.
 * Errors: the codes of `parseNatural`.
 * @example parseAmount('1200', 'claim line 4, column stake') // 1200n
 */
export function parseAmount(value: unknown, where: string): Amount {
  return parseNatural(value, where)
}
