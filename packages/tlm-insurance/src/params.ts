import { accountParam, idParam, ratioParam } from '@tlmkit/params'
import { z } from 'zod'

const pool = accountParam('module/insurance', {
  effect: 'The insurance pool: what it takes in and what is paid out of it.',
})

/**
 * The params of `penaltySplit`.
 *
 * Units: as `listParams` tells of each. Source: spec/microtask.md, parameters.
 */
export const insuranceParams = z.object({
  failureBurnRate: ratioParam('0.30', {
    max: '1',
    unit: 'of the penalty',
    effect: 'What leaves the supply for good; the pool gets the rest.',
  }),
  pool,
  cause: idParam('failure', { effect: 'Name under which the pool counts what it takes in.' }),
})

/** The params of `compensate`. Units: as `listParams` tells of each. */
export const payoutParams = z.object({
  pool,
  cause: idParam('failure', { effect: 'Name under which the pool counts what it pays.' }),
})

/** The params of `compensateTreasury`. Units: as `listParams` tells of each. */
export const treasuryPayoutParams = payoutParams.extend({
  treasury: accountParam('module/treasury', { effect: 'Who is compensated.' }),
})

/** The params of `payInsuranceSurplus`. Units: as `listParams` tells of each. */
export const surplusParams = z.object({
  pool,
  cause: idParam('surplus', { effect: 'Name under which the pool counts what it pays.' }),
})
