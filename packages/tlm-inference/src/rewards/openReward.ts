import { account, amount, defineTlm, id, ratio, units } from '@tlmkit/core'

/**
 * Sets aside what a week pays in rewards.
 *
 * Rule: pot = min(`most`, what `emission` holds, floor(`gross` x `bound`)); it goes from `emission`
 * to `rewards/<week>/locked`, so that no later week can pay it out. Never minted. Where compute units
 * had several prices, all count at the least of them, floor(`leastGross` x `cuTotal` / `leastCu`):
 * else work at the least earned more than its own payment bounds.
 * Units: base units, compute units. Rounding: down.
 * Source: spec/inference.md, Weekly rewards.
 */
export const openReward = defineTlm({
  name: 'open-reward',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ week: id('rewards'), emission: account() },
    ...{ most: amount(), gross: amount(), bound: ratio() },
    ...{ cuTotal: units(), leastGross: amount(), leastCu: units() },
  },
  writes: { pot: amount() },
  reasons: ['reward-opening'],
  events: { 'reward-opened': { week: id('rewards'), gross: amount(), pot: amount() } },
  rule(columns, _params, claim) {
    const { week, emission, most, gross, bound, cuTotal, leastGross, leastCu } = columns
    const worth = gross.min(leastGross.mulDiv(cuTotal, leastCu, 'floor')).as('worth')
    const due = most.min(worth.times(bound, 'floor')).as('due')
    const to = week.bucket('locked')
    const { taken: pot } = claim.take(due, { from: emission, to, reason: 'reward-opening' })
    claim.emit('reward-opened', { week, gross, pot })
    return { pot }
  },
})
