import { compareRatios, ONE_RATIO, ratioOf, type Ratio } from '@tlmkit/core'

/**
 * Whether an application that is its own supplier loses by making up work.
 *
 * Rule: mintRatio x supplierShare < 1. It bounds no parameter: a network that breaks it settles,
 * and deserves a warning.
 * Source: spec/pocket.md section 9.
 * @example
 * antiCollusionHolds(parseRatio('1', 'mintRatio'), parseRatio('0.7', 'supplier')) // true
 */
export function antiCollusionHolds(mintRatio: Ratio, supplierShare: Ratio): boolean {
  const kept = ratioOf(mintRatio.num * supplierShare.num, mintRatio.den * supplierShare.den)
  return compareRatios(kept, ONE_RATIO) < 0
}
