import { account, amount, defineTlm, id, ratio } from '@tlmkit/core'

/**
 * Sets aside what a week pays in rewards.
 *
 * Rule: pot = min(`most`, what `emission` holds, floor(`gross` x `bound`)); it goes from `emission`
 * to `rewards/<week>/locked`, so that no later week can pay it out. Never minted.
 * Units: base units. Rounding: down.
 * Source: spec/inference.md, Weekly rewards.
 */
export const openReward = defineTlm({
  name: 'open-reward',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ week: id('rewards'), emission: account() },
    ...{ most: amount(), gross: amount(), bound: ratio() },
  },
  writes: { pot: amount() },
  reasons: ['reward-opening'],
  events: { 'reward-opened': { week: id('rewards'), gross: amount(), pot: amount() } },
  rule({ week, emission, most, gross, bound }, _params, claim) {
    const due = most.min(gross.times(bound, 'floor')).as('due')
    const to = week.bucket('locked')
    const { taken: pot } = claim.take(due, { from: emission, to, reason: 'reward-opening' })
    claim.emit('reward-opened', { week, gross, pot })
    return { pot }
  },
})
