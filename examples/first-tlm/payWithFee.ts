import { amount, defineTlm, id, module } from '@tlmkit/core'
import { ratioParam } from '@tlmkit/params'
import { z } from 'zod'

export const payWithFee = defineTlm({
  name: 'pay-with-fee',
  version: '1.0.0',
  phase: 'settle',
  reads: { settled: amount(), caller: id('caller'), worker: id('worker') },
  params: z.object({ fee: ratioParam('0.02', { effect: 'Share of every payment.' }) }),
  reasons: ['pay'],
  rule({ settled, caller, worker }, { fee }, claim) {
    claim.split(settled, {
      from: caller.bucket('funds'),
      reason: 'pay',
      cuts: { fee: { to: module('treasury'), share: fee, round: 'floor' } },
      rest: worker.bucket('account'),
    })
  },
})
