import { outOfBounds, paramSchema, type Param } from './paramSchema.js'

export interface FlagParamOptions {
  /** One sentence: what `true` changes. */
  readonly effect: string
}

/**
 * A parameter that is true or false.
 *
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * @example
 * const paused = flagParam(false, { effect: 'No new batch is taken.' })
 * paused.parse(undefined) // false
 */
export function flagParam(
  defaultValue: boolean,
  { effect }: FlagParamOptions,
): Param<boolean, boolean> {
  return paramSchema<boolean, boolean>({
    meta: { kind: 'flag', unit: 'yes or no', default: String(defaultValue), effect },
    written: defaultValue,
    parse: (value, key) => {
      if (typeof value === 'boolean') return value
      throw outOfBounds(key, shown(value), 'give true or false, without quotes')
    },
  })
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : typeof value
}
