import { amount, defineTlm, id, ratio } from '@tlmkit/core'

/**
 * Pays an adaptor its part of a week's rewards.
 *
 * Rule: floor(`pot` x `adaptorShare` x `done`) goes from `rewards/<week>/locked` to
 * `adaptor/<id>/balance`; `done` is the part of the week's work that it routed.
 * Units: base units. Rounding: down, once.
 * Source: spec/inference.md, Weekly rewards.
 */
export const adaptorReward = defineTlm({
  name: 'adaptor-reward',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ week: id('rewards'), adaptor: id('adaptor'), pot: amount() },
    ...{ adaptorShare: ratio(), done: ratio() },
  },
  writes: { reward: amount() },
  reasons: ['adaptor-reward'],
  events: {
    'adaptor-rewarded': { week: id('rewards'), adaptor: id('adaptor'), reward: amount() },
  },
  rule({ week, adaptor, pot, adaptorShare, done }, _params, claim) {
    const reward = pot.times(adaptorShare.times(done), 'floor').as('reward')
    const to = adaptor.bucket('balance')
    claim.transfer(reward, { from: week.bucket('locked'), to, reason: 'adaptor-reward' })
    claim.emit('adaptor-rewarded', { week, adaptor, reward })
    return { reward }
  },
})
