import { type Ratio, type SymbolicAmount } from '@tlmkit/core'

interface Bond<D extends string> {
  /** Pay of segments that were accepted and not committed. */
  readonly accepted: SymbolicAmount<D>
  readonly paid: SymbolicAmount<D>
  readonly bound: SymbolicAmount<D>
}

/**
 * What a bond loses for segments that were accepted and not committed: what they bound, at most
 * what the bond exceeds the cover of the pay it got.
 *
 * Rounding: up. Source: spec/microtask.md, Binding and Expiry.
 */
export function uncommittedLoss<D extends string>(
  { accepted, paid, bound }: Bond<D>,
  deductionMultiplier: Ratio,
): SymbolicAmount<D> {
  const covered = paid.times(deductionMultiplier, 'ceil')
  return accepted.times(deductionMultiplier, 'ceil').min(bound.minus(covered, 'zero'))
}
