import { amount, defineTlm, id, ratio, ratioOfUnits, units } from '@tlmkit/core'

/**
 * Pays an adaptor its part of a week's rewards.
 *
 * Rule: floor(`pot` x `adaptorShare` x `cu` / `cuTotal`) goes from `rewards/<week>/locked` to
 * `adaptor/<id>/balance`.
 * Units: base units; `cu` are those it routed. Rounding: down, once.
 * Source: spec/inference.md, Weekly rewards.
 */
export const adaptorReward = defineTlm({
  name: 'adaptor-reward',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ week: id('rewards'), adaptor: id('adaptor'), pot: amount(), adaptorShare: ratio() },
    ...{ cu: units(), cuTotal: units() },
  },
  writes: { reward: amount() },
  reasons: ['adaptor-reward'],
  events: {
    'adaptor-rewarded': { week: id('rewards'), adaptor: id('adaptor'), reward: amount() },
  },
  rule({ week, adaptor, pot, adaptorShare, cu, cuTotal }, _params, claim) {
    const earned = adaptorShare.times(ratioOfUnits(cu, cuTotal))
    const reward = pot.times(earned, 'floor').as('reward')
    const to = adaptor.bucket('balance')
    claim.transfer(reward, { from: week.bucket('locked'), to, reason: 'adaptor-reward' })
    claim.emit('adaptor-rewarded', { week, adaptor, reward })
    return { reward }
  },
})
