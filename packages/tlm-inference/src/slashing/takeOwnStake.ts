import { account, amount, defineTlm, id, ratio } from '@tlmkit/core'

/**
 * Takes what an offence costs from a node's own stake, for a penalty split to follow.
 *
 * Rule: penalty = min(ownFree + ownThawing, ceil(`base` x `rate`)); it goes from
 * `operator/<id>/free` as far as `ownFree` reaches, the rest from `operator/<id>/thawing`, to
 * `penaltyFrom`. What is bound for work is not touched: `owed` = min(ownBound, what is left of it) is
 * for the network's stake to book as a debt. What own stake could not pay at all is not owed.
 * Units: base units of one denomination. Rounding: up.
 * Source: spec/inference.md, Slashing.
 */
export const takeOwnStake = defineTlm({
  name: 'take-own-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ node: id('operator'), base: amount(), rate: ratio() },
    ...{ ownFree: amount(), ownThawing: amount(), ownBound: amount() },
    penaltyFrom: account(),
  },
  writes: { penalty: amount(), fromFree: amount(), fromThawing: amount(), owed: amount() },
  reasons: ['slash'],
  events: {
    'node-slashed': {
      ...{ node: id('operator'), base: amount(), penalty: amount(), owed: amount() },
    },
  },
  rule({ node, base, rate, ownFree, ownThawing, ownBound, penaltyFrom: to }, _params, claim) {
    const due = base.times(rate, 'ceil').as('due')
    const free = node.bucket('free')
    const { taken: fromFree } = claim.take(due.min(ownFree), { from: free, to, reason: 'slash' })
    const left = due.minus(fromFree, 'zero').min(ownThawing)
    const thawing = node.bucket('thawing')
    const { taken: fromThawing } = claim.take(left, { from: thawing, to, reason: 'slash' })
    const penalty = fromFree.plus(fromThawing).as('penalty')
    const owed = due.minus(penalty, 'zero').min(ownBound).as('owed')
    claim.emit('node-slashed', { node, base, penalty, owed })
    return { penalty, fromFree, fromThawing, owed }
  },
})
