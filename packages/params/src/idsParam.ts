import { parseId } from '@tlmkit/core'
import { outOfBounds, paramSchema, type Param } from './paramSchema.js'

export interface IdsParamOptions {
  /** What the names are of: `reporters`, `row checks`. */
  readonly unit: string
  /** One sentence: what being on the list changes. */
  readonly effect: string
}

/**
 * A parameter that lists names: who may report, which checks hold.
 *
 * Rule: each name stands once; the order is kept.
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * @example
 * const reporters = idsParam([], { unit: 'reporters', effect: 'Who may report the fee index.' })
 * reporters.parse(['r1', 'r2']) // ['r1', 'r2']
 */
export function idsParam(
  defaultValue: readonly string[],
  { unit, effect }: IdsParamOptions,
): Param<readonly string[], readonly string[]> {
  return paramSchema<readonly string[], readonly string[]>({
    meta: { kind: 'ids', unit, default: defaultValue.join(', '), effect },
    written: defaultValue,
    parse: (value, key) => {
      if (!Array.isArray(value)) throw outOfBounds(key, typeof value, 'give a list of names')
      const names = value.map((name, index) => parseId(name, `${key}[${index}]`))
      const twice = names.find((name, index) => names.indexOf(name) !== index)
      if (twice !== undefined) throw outOfBounds(key, `"${twice}" twice`, 'give each name once')
      return Object.freeze(names)
    },
  })
}
