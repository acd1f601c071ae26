import { amount, defineTlm, id, ratio, ratioOfUnits, units } from '@tlmkit/core'

/**
 * Pays a node its part of a week's rewards.
 *
 * Rule: floor(`pot` x (1 - `adaptorShare`) x `cu` / `cuTotal` x (1 - `lateness`) x min(1, `seen` /
 * `expected`)) goes from `rewards/<week>/locked` to `operator/<id>/balance`; what is not given
 * stays.
 * Units: base units; `lateness` is the average over its compute units, from 0 to 1.
 * Rounding: down, once.
 * Source: spec/inference.md, Weekly rewards.
 */
export const nodeReward = defineTlm({
  name: 'node-reward',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ week: id('rewards'), node: id('operator'), pot: amount(), adaptorShare: ratio() },
    ...{ cu: units(), cuTotal: units() },
    ...{ lateness: ratio(), seen: units(), expected: units() },
  },
  writes: { reward: amount() },
  reasons: ['node-reward'],
  events: { 'node-rewarded': { week: id('rewards'), node: id('operator'), reward: amount() } },
  rule(columns, _params, claim) {
    const { week, node, pot, adaptorShare, cu, cuTotal } = columns
    const { lateness, seen, expected } = columns
    const nodes = adaptorShare.complement()
    const beats = ratioOfUnits(seen.min(expected), expected)
    const quality = lateness.complement().times(beats).as('quality')
    const earned = ratioOfUnits(cu, cuTotal).times(nodes).times(quality)
    const reward = pot.times(earned, 'floor').as('reward')
    const to = node.bucket('balance')
    claim.transfer(reward, { from: week.bucket('locked'), to, reason: 'node-reward' })
    claim.emit('node-rewarded', { week, node, reward })
    return { reward }
  },
})
