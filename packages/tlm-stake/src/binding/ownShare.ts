import { amount, defineTlm, id, ratioConstant } from '@tlmkit/core'
import { stakeParams } from '../params.js'

/**
 * Demands that an operator has enough stake of its own behind what it binds.
 *
 * Rule: own >= ceil(ownShareMin x (bound + bind)); with `delegatorsShareLoss` false only own stake
 * can be bound, so own >= bound + bind.
 * Units: base units. Rounding: up. Errors: `own-stake-short`.
 * Source: spec/stake.md, "Tasks" and "Money".
 */
export const ownShare = defineTlm({
  name: 'own-share',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), bind: amount(), own: amount() },
  params: stakeParams.pick({ ownShareMin: true, delegatorsShareLoss: true }),
  codes: ['own-stake-short'],
  rule({ operator, bind, own }, { ownShareMin, delegatorsShareLoss }, claim) {
    const bound = claim.balance(operator.bucket('bound'), bind).plus(bind).as('boundAfter')
    const share = bound.times(ratioConstant(ownShareMin), 'ceil')
    const least = delegatorsShareLoss ? share : bound
    claim.reject(own.below(least.as('ownLeast')), 'own-stake-short')
  },
})
