import {
  account,
  amount,
  amountLike,
  defineTlm,
  flag,
  id,
  ratioConstant,
  select,
  zero,
} from '@tlmkit/core'
import { stakeParams } from '../params.js'

/**
 * Pays the fee of a task to the operator and its pool, after the operator's debt.
 *
 * Rule: commission = floor(fee x commissionRate), to `operator/<id>/balance`; of the rest
 * floor(rest x pool / (own + pool)) stays in the pool and the remainder is own, all of it while no
 * shares exist. Commission, then the own part, pay the debt as far as they reach: `penalty`, into
 * `penaltyFrom`.
 * Units: base units. Rounding: down; the operator's own stake takes the remainder.
 * Source: spec/stake.md, "Money".
 */
export const payReward = defineTlm({
  name: 'pay-reward',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ task: id('escrow'), operator: id('operator'), fee: amount(), own: amount() },
    ...{ pool: amount(), debt: amount(), hasShares: flag(), penaltyFrom: account() },
  },
  writes: { commission: amount(), poolPart: amount(), ownPart: amount(), penalty: amount() },
  params: stakeParams.pick({ commissionRate: true }),
  reasons: ['commission', 'reward', 'debt'],
  rule({ task, operator, fee, own, pool, debt, ...columns }, { commissionRate }, claim) {
    const locked = task.bucket('locked')
    const cut = fee.times(ratioConstant(commissionRate), 'floor').as('commissionBeforeDebt')
    const rest = fee.minus(cut, 'reject')
    const staked = own.plus(pool).max(amountLike(1n, fee))
    const shared = rest.mulDiv(pool, staked, 'floor')
    const poolPart = select(columns.hasShares, shared, zero(fee)).as('poolPart')
    const ownBeforeDebt = rest.minus(poolPart, 'reject').as('ownBeforeDebt')
    const commission = cut.minus(debt, 'zero').as('commission')
    const ownPart = ownBeforeDebt.minus(debt.minus(cut, 'zero'), 'zero').as('ownPart')
    const kept = commission.plus(ownPart).plus(poolPart)
    const penalty = fee.minus(kept, 'reject').as('penalty')
    claim.transfer(commission, {
      from: locked,
      to: operator.bucket('balance'),
      reason: 'commission',
    })
    claim.transfer(ownPart.plus(poolPart), {
      from: locked,
      to: operator.bucket('free'),
      reason: 'reward',
    })
    claim.transfer(penalty, { from: locked, to: columns.penaltyFrom, reason: 'debt' })
    return { commission, poolPart, ownPart, penalty }
  },
})
