import { amount, defineTlm, id, module } from '@tlmkit/core'
import { ratioParam } from '@tlmkit/params'
import { z } from 'zod'

const share = (part: string) => ratioParam(part, { max: '1', effect: 'Share of the net amount.' })

/**
 * Sets the shareholders' part aside, and pays network, treasury, validators and, with the rest, the
 * supplier.
 */
export const jobSplit = defineTlm({
  name: 'job-split',
  version: '1.0.0',
  phase: 'settle',
  reads: { net: amount(), application: id('application'), supplier: id('supplier') },
  writes: { shared: amount() },
  params: z.object({
    shareholders: share('0.3'),
    network: share('0.03'),
    treasury: share('0.045'),
    validators: share('0.14'),
  }),
  reasons: ['network', 'treasury', 'validators', 'supplier'],
  rule({ net, application, supplier }, params, claim) {
    const shared = net.times(params.shareholders, 'floor').as('shared')
    const round = 'floor'
    claim.split(net.minus(shared, 'reject').as('direct'), {
      from: application.bucket('stake'),
      reason: 'supplier',
      cuts: {
        network: { to: module('network'), share: params.network, round, reason: 'network' },
        treasury: { to: module('treasury'), share: params.treasury, round, reason: 'treasury' },
        validators: {
          to: module('validators'),
          share: params.validators,
          round,
          reason: 'validators',
        },
      },
      rest: supplier.bucket('account'),
    })
    return { shared }
  },
})
