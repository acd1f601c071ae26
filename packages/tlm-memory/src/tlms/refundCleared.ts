import { amount, defineTlm, id, list } from '@tlmkit/core'

/**
 * Gives back the whole prepay of leases that are cleared.
 *
 * Rule: returns `release`, the sum of their collateral, to be freed.
 * Units: base units.
 * Source: spec/memory.md, Audit and Emergency.
 */
export const refundCleared = defineTlm({
  name: 'refund-cleared',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    cleared: list({
      ...{ lease: id('escrow'), caller: id('caller') },
      ...{ prepay: amount(), release: amount() },
    }),
  },
  writes: { release: amount() },
  reasons: ['cleared-refund'],
  rule({ cleared }, _params, claim) {
    const freed = cleared.each(({ lease, caller, prepay, release }) => {
      const [from, to] = [lease.bucket('locked'), caller.bucket('balance')]
      claim.transfer(prepay, { from, to, reason: 'cleared-refund' })
      return release
    })
    return { release: freed.sum().as('release') }
  },
})
