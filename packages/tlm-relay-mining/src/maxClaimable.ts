import {
  amount,
  defineTlm,
  flag,
  oneOf,
  ratioConstant,
  select,
  units,
  unitsConstant,
  zero,
} from '@tlmkit/core'
import { choiceParam, ratioParam, unitsParam } from '@tlmkit/params'
import { z } from 'zod'

/** Highest bonus multiplier of a floor. */
const BONUS_MULTIPLIER_MAX = 1_000n

/** Parameters of the limit; the enumerated ones are the rule's own history. */
export const maxClaimableParams = z.strictObject({
  budget: choiceParam(['pending-sessions', 'stake'], {
    unit: 'what a session may cost',
    effect: 'The part of the stake that falls to it of all sessions not yet settled, or all of it.',
  }),
  sharers: choiceParam(['claimants', 'suppliers-per-session'], {
    unit: 'who shares it',
    effect: 'Those that did claim, or as many suppliers as a session may have.',
  }),
  suppliersPerSession: unitsParam(15n, {
    min: 1n,
    unit: 'suppliers',
    effect: 'Parts of a budget that is shared by suppliers per session.',
  }),
  inflation: ratioParam('0.1', {
    unit: 'per claim',
    effect: 'What the application is charged on top of every claim.',
  }),
  bonusMultiplier: unitsParam(1n, {
    max: BONUS_MULTIPLIER_MAX,
    unit: 'times the floor',
    effect: 'How far a claim may use what others of its session left; 0 and 1 leave it unused.',
  }),
})

/**
 * Limits a claim to its part of what the application can pay.
 *
 * Rule: floor = budget / claims of the session; a claim that needs more may, with a bonus
 * multiplier, use what the others leave, shared by need, up to so many times the floor. A claim
 * whose proof is missing or invalid expires, and is no part of that sharing.
 * Units: base units of the stake; what a claim needs is claimed + ceil(claimed x inflation).
 * Rounding: floor everywhere, the inflation apart; what is cut stays in the application's stake.
 * Errors: `no-pending-sessions`; outcome `expired`.
 * Source: spec/pocket.md section 4.
 * @example stake 100, one claim of 210, inflation 0.1: cap 100, settled 90
 */
export const maxClaimable = defineTlm({
  name: 'max-claimable',
  version: '1.0.0',
  phase: 'limit',
  reads: {
    claimed: amount(),
    stake: amount(),
    spendLimit: amount(),
    pendingSessions: units(),
    expiration: oneOf('none', 'proof-missing', 'proof-invalid'),
  },
  writes: { settled: amount() },
  params: maxClaimableParams,
  codes: ['no-pending-sessions'],
  outcomes: ['expired'],
  events: {
    'claim-expired': {
      claimed: amount(),
      reason: oneOf('none', 'proof-missing', 'proof-invalid'),
    },
    'application-overserviced': {
      expected: amount(),
      effective: amount(),
      spendLimitExceeded: flag(),
    },
  },
  rule(columns, params, claim) {
    const { claimed, expiration } = columns
    const { budget, sharers, inflation, bonusMultiplier } = params
    claim.reject(columns.pendingSessions.isZero(), 'no-pending-sessions')
    const session = claim.group('application', 'session')
    const stake = session.same(columns.stake)
    const spendLimit = session.same(columns.spendLimit)
    const pending = session.same(columns.pendingSessions)
    const parts =
      sharers === 'claimants' ? session.presented() : unitsConstant(params.suppliersPerSession)
    const perSession = budget === 'stake' ? stake : stake.over(pending, 'floor').as('budget')
    const stakeFloor = perSession.over(parts, 'floor').as('stakeFloor')
    const limitFloor = spendLimit.min(perSession).over(parts, 'floor').as('limitFloor')
    const spendLimitExceeded = spendLimit.isZero().not().and(limitFloor.below(stakeFloor))
    const floor = select(spendLimitExceeded, limitFloor, stakeFloor).as('floor')

    const need = claimed.plus(claimed.times(inflation, 'ceil')).as('need')
    const excess = need.minus(floor, 'zero').as('excess')
    const willSettle = expiration.is('none')
    const cap = (): typeof floor => {
      if (bonusMultiplier <= 1n) return floor
      const unused = session.sum(floor.minus(need, 'zero'), willSettle).as('unused')
      const wanted = session.sum(excess, willSettle).as('wanted')
      const share = unused.mulDiv(excess, wanted, 'floor')
      const bonus = select(wanted.isZero(), zero(floor), share).as('bonus')
      return floor.plus(bonus).min(floor.forUnits(bonusMultiplier))
    }
    const effective = cap().as('cap')
    claim.emitWhen(willSettle.not(), 'claim-expired', { claimed, reason: expiration })
    claim.finish(willSettle.not(), 'expired')
    claim.emitWhen(need.above(effective), 'application-overserviced', {
      expected: need,
      effective,
      spendLimitExceeded,
    })
    const payable = ratioConstant(inflation).plusOne().inverse()
    return { settled: claimed.min(effective.times(payable, 'floor').as('payable')) }
  },
})
