import { parseId, parseNatural } from '@tlmkit/core'
import type { NaturalInput } from './naturalParam.js'
import { outOfBounds, paramSchema, type Param } from './paramSchema.js'

/** Names, each with a whole number, as written. */
export type QuantitiesInput = Readonly<Record<string, NaturalInput>>

/** Names, each with a whole number. */
export type Quantities = Readonly<Record<string, bigint>>

export interface QuantitiesParamOptions {
  /** What is named: `models`, `regions`. */
  readonly of: string
  /** Least number, itself allowed; 0 when absent. */
  readonly min?: bigint
  /** Greatest number, itself allowed. */
  readonly max?: bigint
  /** What one of a number is: `ms`, `blocks`. */
  readonly unit: string
  /** One sentence: what a name and its number change. */
  readonly effect: string
}

/**
 * A parameter that lists names, each with a whole number of its own.
 *
 * Rule: names of any choosing; the order they are written in says nothing.
 * Units: as named in `unit`; 0 to 2^128 - 1.
 * Errors: a zod issue with the key, the name, the value and what would be right; at definition
 * `param-definition-invalid`.
 * @example
 * const models = quantitiesParam({ small: 800n }, {
 *   of: 'models', min: 1n, unit: 'ms', effect: 'Models that are served, and how fast.',
 * })
 * models.parse({ small: 800, large: '2500' }) // { small: 800n, large: 2500n }
 */
export function quantitiesParam(
  defaultValue: QuantitiesInput,
  { of, min = 0n, max, unit, effect }: QuantitiesParamOptions,
): Param<QuantitiesInput, Quantities> {
  const atMost = max === undefined ? '' : ` and at most ${max}`
  const parse = (value: unknown, key: string): Quantities => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw outOfBounds(key, `a value of type ${typeof value}`, `give a number to each of ${of}`)
    }
    const entries = Object.entries(value).map(([name, written]) => {
      const named = parseId(name, `${key}: a name`)
      const quantity = parseNatural(written, `${key}.${named}`)
      if (quantity >= min && (max === undefined || quantity <= max)) {
        return [named, quantity] as const
      }
      throw outOfBounds(`${key}.${named}`, `${quantity}`, `give ${unit}, at least ${min}${atMost}`)
    })
    return Object.freeze(Object.fromEntries(entries))
  }
  const shown = Object.entries(defaultValue).map(([name, quantity]) => `${name} ${quantity}`)
  const meta = {
    kind: 'quantities',
    unit,
    default: shown.join(', '),
    effect,
    min: `${min}`,
  } as const
  return paramSchema<QuantitiesInput, Quantities>({
    meta: max === undefined ? meta : { ...meta, max: `${max}` },
    written: defaultValue,
    parse,
  })
}
