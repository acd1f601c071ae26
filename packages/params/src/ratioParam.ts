import { compareRatios, formatRatio, parseRatio, UsageError, type Ratio } from '@tlmkit/core'
import type { ParamMeta } from './ParamMeta.js'
import { outOfBounds, paramSchema, type Param } from './paramSchema.js'

/** How a ratio may be written: `"0.975"`, `"39/40"`, 0.975 as the decimal it shows, or a ratio. */
export type RatioInput = string | number | Ratio

export interface RatioParamOptions {
  /** Least ratio, itself allowed; 0 when absent. */
  readonly min?: RatioInput
  /** Lower bound that is itself not allowed, instead of `min`. */
  readonly above?: RatioInput
  /** Greatest ratio, itself allowed. */
  readonly max?: RatioInput
  /** What the ratio is a part of, for documentation; `ratio` when absent. */
  readonly unit?: string
  /** One sentence: what the value changes. */
  readonly effect: string
}

/**
 * A parameter that is an exact ratio.
 *
 * Units: a pure number, at least 0; what it is a part of stands in `unit`.
 * Rounding: none; a JSON number means its shortest decimal, so 0.1 is 1/10.
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * Source: spec/pocket.md sections 0 and 9.
 * @example
 * const mintRatio = ratioParam('1', { above: '0', max: '1', effect: 'Share of the burn minted.' })
 * mintRatio.parse(0.975) // { num: 39n, den: 40n }
 */
export function ratioParam(
  defaultValue: RatioInput,
  options: RatioParamOptions,
): Param<RatioInput, Ratio> {
  const bounds = readBounds(options)
  const written = formatRatio(parseRatio(defaultValue, 'default'))
  const { unit = 'ratio', effect } = options
  return paramSchema<RatioInput, Ratio>({
    meta: { kind: 'ratio', unit, default: written, effect, ...textOf(bounds) },
    written,
    parse: (value, key) => checkBounds(value, key, bounds),
  })
}

interface RatioBounds {
  readonly low: Ratio
  readonly isLowAllowed: boolean
  readonly high: Ratio | undefined
}

function readBounds({ min, above, max }: RatioParamOptions): RatioBounds {
  if (min !== undefined && above !== undefined) {
    throw new UsageError({
      code: 'param-definition-invalid',
      message: 'A parameter is defined wrongly. min: give min or above, not both.',
    })
  }
  return {
    low: parseRatio(above ?? min ?? '0', above === undefined ? 'min' : 'above'),
    isLowAllowed: above === undefined,
    high: max === undefined ? undefined : parseRatio(max, 'max'),
  }
}

function checkBounds(value: unknown, key: string, bounds: RatioBounds): Ratio {
  const { low, isLowAllowed, high } = bounds
  const ratio = parseRatio(value, key)
  const fromLow = compareRatios(ratio, low)
  const isTooLow = isLowAllowed ? fromLow < 0 : fromLow <= 0
  const isTooHigh = high !== undefined && compareRatios(ratio, high) > 0
  if (isTooLow || isTooHigh) throw outOfBounds(key, formatRatio(ratio), rightOf(bounds))
  return ratio
}

function rightOf({ low, isLowAllowed, high }: RatioBounds): string {
  const atLeast = `${isLowAllowed ? 'at least' : 'above'} ${formatRatio(low)}`
  const atMost = high === undefined ? '' : ` and at most ${formatRatio(high)}`
  return `give a ratio ${atLeast}${atMost}`
}

function textOf({ low, isLowAllowed, high }: RatioBounds): Partial<ParamMeta> {
  return {
    ...(isLowAllowed ? { min: formatRatio(low) } : { above: formatRatio(low) }),
    ...(high === undefined ? {} : { max: formatRatio(high) }),
  }
}
