import { account, accountConstant, amount, defineTlm } from '@tlmkit/core'
import { treasuryPayoutParams } from './params.js'
import { payOfIntake } from './payOfIntake.js'

/**
 * Pays a loss of the treasury out of what the pool took in from the same failure.
 *
 * Rule: as `compensate`, but to the account that the params name as `treasury`, for claims that have
 * no column for it.
 * Units: base units of one denomination.
 * Errors: `insufficient-funds`, where the pool holds less than this failure gave it.
 * Source: spec/microtask.md, compensation.
 */
export const compensateTreasury = defineTlm({
  name: 'compensate-treasury',
  version: '1.0.0',
  phase: 'settle',
  reads: { loss: amount(), pooled: amount() },
  writes: { compensation: amount(), left: amount() },
  params: treasuryPayoutParams,
  reasons: ['compensation'],
  events: { compensated: { to: account(), loss: amount(), compensation: amount() } },
  after: ['penalty-split'],
  rule: ({ loss, pooled }, { pool, cause, treasury }, claim) =>
    payOfIntake(claim, { loss, pooled, to: accountConstant(treasury), pool, cause }),
})
