import { amount, defineTlm, id, oneOf } from '@tlmkit/core'

export const fairShare = defineTlm({
  name: 'fair-share',
  version: '1.0.0',
  phase: 'limit',
  reads: {
    customer: id('caller'),
    claimed: amount(),
    budget: amount(),
    proof: oneOf('shown', 'missing'),
  },
  writes: { settled: amount() },
  outcomes: ['unproven', 'zero'],
  events: { capped: { asked: amount(), granted: amount() } },
  rule({ claimed, budget, proof }, _params, claim) {
    const presented = claim.group('customer').presented()
    const share = budget.over(presented, 'floor').as('share')
    const settled = claimed.min(share)
    claim.finish(proof.is('missing'), 'unproven')
    claim.finish(settled.isZero(), 'zero')
    claim.emitWhen(claimed.above(share), 'capped', { asked: claimed, granted: settled })
    return { settled }
  },
})
