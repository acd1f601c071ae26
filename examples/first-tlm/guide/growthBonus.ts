import { amount, defineTlm, pool } from '@tlmkit/core'
import { ratioParam } from '@tlmkit/params'
import { z } from 'zod'

export const growthBonus = defineTlm({
  name: 'growth-bonus',
  version: '1.0.0',
  phase: 'settle',
  reads: { settled: amount() },
  params: z.object({ growth: ratioParam('0.1', { effect: 'Minted for each unit settled.' }) }),
  reasons: ['bonus'],
  rule({ settled }, { growth }, claim) {
    const bonus = settled.times(growth, 'floor').as('bonus')
    claim.mint(bonus, { to: pool('bonus'), reason: 'bonus' })
  },
})
