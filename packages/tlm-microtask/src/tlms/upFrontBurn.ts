import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Burns the price of a batch when it is submitted, whether it is answered or not.
 *
 * Units: base units.
 * Source: spec/microtask.md, Amounts at submit.
 */
export const upFrontBurn = defineTlm({
  name: 'up-front-burn',
  version: '1.0.0',
  phase: 'settle',
  reads: { caller: id('caller'), burned: amount() },
  reasons: ['batch-burn'],
  rule({ caller, burned }, _params, claim) {
    claim.burn(burned, { from: caller.bucket('balance'), reason: 'batch-burn' })
  },
})
