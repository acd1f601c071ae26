import { account, amount, defineTlm, id, ratio } from '@tlmkit/core'

/**
 * Takes what an offence costs from a node's own stake, for a penalty split to follow.
 *
 * Rule: penalty = min(ownFree + ownThawing, ceil(`base` x `rate`)); it goes from
 * `operator/<id>/free` as far as `ownFree` reaches, the rest from `operator/<id>/thawing`, to
 * `penaltyFrom`. What is bound for work is not touched; what own stake cannot pay is not owed.
 * Units: base units of one denomination. Rounding: up.
 * Source: spec/inference.md, Slashing.
 */
export const takeOwnStake = defineTlm({
  name: 'take-own-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ node: id('operator'), base: amount(), rate: ratio() },
    ...{ ownFree: amount(), ownThawing: amount(), penaltyFrom: account() },
  },
  writes: { penalty: amount(), fromFree: amount(), fromThawing: amount() },
  reasons: ['slash'],
  events: { 'node-slashed': { node: id('operator'), base: amount(), penalty: amount() } },
  rule({ node, base, rate, ownFree, ownThawing, penaltyFrom: to }, _params, claim) {
    const due = base.times(rate, 'ceil').as('due')
    const free = node.bucket('free')
    const { taken: fromFree } = claim.take(due.min(ownFree), { from: free, to, reason: 'slash' })
    const left = due.minus(fromFree, 'zero').min(ownThawing)
    const thawing = node.bucket('thawing')
    const { taken: fromThawing } = claim.take(left, { from: thawing, to, reason: 'slash' })
    const penalty = fromFree.plus(fromThawing).as('penalty')
    claim.emit('node-slashed', { node, base, penalty })
    return { penalty, fromFree, fromThawing }
  },
})
