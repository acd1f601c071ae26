import {
  amount,
  defineTlm,
  flag,
  ratio,
  ratioConstant,
  unitsConstant,
  ZERO_RATIO,
} from '@tlmkit/core'

/**
 * Says of work whose claim tells neither lateness nor adaptor: in time, and routed by nobody.
 *
 * It stands before `feeDistribution` in the pipelines of other work than inference.
 * Source: spec/inference.md, Settle.
 */
export const plainWork = defineTlm({
  name: 'plain-work',
  version: '1.0.0',
  phase: 'settle',
  reads: { gross: amount() },
  writes: { lateness: ratio(), isRouted: flag() },
  rule: () => ({ lateness: ratioConstant(ZERO_RATIO), isRouted: unitsConstant(1n).isZero() }),
})
