import { amount, defineTlm, id } from '@tlmkit/core'
import { ratioParam } from '@tlmkit/params'
import { z } from 'zod'

/** Burns a share of what was settled; `net` is what is left of it. */
export const jobBurn = defineTlm({
  name: 'job-burn',
  version: '1.0.0',
  phase: 'settle',
  reads: { settled: amount(), application: id('application') },
  writes: { net: amount() },
  params: z.object({ burn: ratioParam('0.02', { max: '1', effect: 'Share that is burned.' }) }),
  reasons: ['burn'],
  rule({ settled, application }, { burn }, claim) {
    const burned = settled.times(burn, 'floor').as('burned')
    claim.burn(burned, { from: application.bucket('stake'), reason: 'burn' })
    return { net: settled.minus(burned, 'reject') }
  },
})
