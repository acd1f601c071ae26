import { parseNatural } from '@tlmkit/core'
import type { ParamMeta } from './ParamMeta.js'
import { outOfBounds, paramSchema, type Param } from './paramSchema.js'

/** How a whole number may be written: digits in a string, a safe JSON integer, or a bigint. */
export type NaturalInput = string | number | bigint

interface NaturalParamDefinition {
  readonly kind: 'units' | 'amount'
  readonly defaultValue: bigint
  readonly min: bigint | undefined
  readonly max: bigint | undefined
  readonly fixed: true | undefined
  readonly unit: string
  readonly effect: string
}

/** Builds the schema that units and amounts share: a whole number between two bounds. */
export function naturalParam(definition: NaturalParamDefinition): Param<NaturalInput, bigint> {
  const { kind, defaultValue, min = 0n, max, fixed, unit, effect } = definition
  const atMost = max === undefined ? '' : ` and at most ${max}`
  const parse = (value: unknown, key: string): bigint => {
    const natural = parseNatural(value, key)
    if (natural >= min && (max === undefined || natural <= max)) return natural
    throw outOfBounds(key, `${natural}`, `give ${unit}, at least ${min}${atMost}`)
  }
  const meta: ParamMeta = { kind, unit, default: `${defaultValue}`, effect, min: `${min}` }
  return paramSchema<NaturalInput, bigint>({
    meta: {
      ...meta,
      ...(max === undefined ? {} : { max: `${max}` }),
      ...(fixed === undefined ? {} : { fixed }),
    },
    written: `${defaultValue}`,
    parse,
  })
}
