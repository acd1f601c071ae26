import { amount, defineTlm, id, ratio, ratioOfUnits, units } from '@tlmkit/core'

/**
 * Pays a node its part of a week's rewards.
 *
 * Rule: floor(`pot` x (1 - `adaptorShare`) x `done` x min(1, `seen` / `expected`)) goes from
 * `rewards/<week>/locked` to `operator/<id>/balance`; what is not given stays. `done` is the part of
 * the week's work that it served, times 1 - its average lateness.
 * Units: base units. Rounding: down, once.
 * Source: spec/inference.md, Weekly rewards.
 */
export const nodeReward = defineTlm({
  name: 'node-reward',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ week: id('rewards'), node: id('operator'), pot: amount(), adaptorShare: ratio() },
    ...{ done: ratio(), seen: units(), expected: units() },
  },
  writes: { reward: amount() },
  reasons: ['node-reward'],
  events: { 'node-rewarded': { week: id('rewards'), node: id('operator'), reward: amount() } },
  rule({ week, node, pot, adaptorShare, done, seen, expected }, _params, claim) {
    const beats = ratioOfUnits(seen.min(expected), expected)
    const earned = adaptorShare.complement().times(done).times(beats)
    const reward = pot.times(earned, 'floor').as('reward')
    const to = node.bucket('balance')
    claim.transfer(reward, { from: week.bucket('locked'), to, reason: 'node-reward' })
    claim.emit('node-rewarded', { week, node, reward })
    return { reward }
  },
})
