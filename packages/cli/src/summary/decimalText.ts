import { timesRatio, type Ratio } from '@tlmkit/core'

/**
 * A ratio of at most 1 as a decimal with so many places.
 *
 * Rounding: down.
 * @example decimalText(ratioOf(2n, 3n), 4) // '0.6666'
 */
export function decimalText(ratio: Ratio, places: number): string {
  const digits = scaled(ratio, places)
  return scaledText(digits, places)
}

/** The difference of two ratios as they are shown. */
export function decimalDelta(
  { before, after }: { readonly before: Ratio; readonly after: Ratio },
  places: number,
): string {
  const delta = scaled(after, places) - scaled(before, places)
  return `${delta > 0n ? '+' : ''}${scaledText(delta, places)}`
}

function scaled(ratio: Ratio, places: number): bigint {
  return timesRatio(10n ** BigInt(places), ratio, 'floor')
}

function scaledText(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
