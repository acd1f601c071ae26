import { account, amount, defineTlm, supply } from '@tlmkit/core'
import { countedOn } from './countedOn.js'
import { insuranceParams } from './params.js'

/**
 * Burns a share of a penalty and gives the rest to the insurance pool.
 *
 * Rule: floor(`penalty` x `failureBurnRate`) leaves the account `penaltyFrom` and the supply, the
 * rest goes from there to `pool` and is counted on `insurance/<cause>/in`. So `burned` and `pooled`
 * sum to `penalty` exactly.
 * Units: base units of the penalty's denomination.
 * Rounding: the burned share down; the pool takes the remainder.
 * Errors: `insufficient-funds`, where `penaltyFrom` holds less than the penalty.
 * Source: spec/microtask.md, parameters and failure.
 */
export const penaltySplit = defineTlm({
  name: 'penalty-split',
  version: '1.0.0',
  phase: 'settle',
  reads: { penalty: amount(), penaltyFrom: account() },
  writes: { burned: amount(), pooled: amount() },
  params: insuranceParams,
  reasons: ['penalty'],
  events: { 'penalty-split': { penalty: amount(), burned: amount(), pooled: amount() } },
  rule({ penalty, penaltyFrom }, { failureBurnRate, pool, cause }, claim) {
    const { burned, rest: pooled } = claim.split(penalty, {
      from: penaltyFrom,
      reason: 'penalty',
      cuts: { burned: { to: supply.burn, share: failureBurnRate, round: 'floor' } },
      rest: pool,
    })
    claim.tally(pooled, { on: countedOn(cause, 'in') })
    claim.emitWhen(penalty.isZero().not(), 'penalty-split', { penalty, burned, pooled })
    return { burned, pooled }
  },
})
