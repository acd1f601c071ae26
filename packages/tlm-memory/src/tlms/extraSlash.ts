import { account, amount, defineTlm, id } from '@tlmkit/core'
import { leaseParams } from '../params.js'

/**
 * Takes from a node, beside its collateral, a share of all its stake when an audit fails.
 *
 * Rule: ceil(stake x extraSlashRate) from free stake, then from what `thawing` allows of thawing
 * stake; the rest is a debt. penaltyWhole = penalty + what was taken.
 * Units: base units. Rounding: up.
 * Source: spec/memory.md, Audit.
 */
export const extraSlash = defineTlm({
  name: 'extra-slash',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ node: id('operator'), stake: amount(), thawing: amount() },
    ...{ penalty: amount(), penaltyFrom: account() },
  },
  writes: { extraTaken: amount(), debt: amount(), penaltyWhole: amount() },
  params: leaseParams.pick({ extraSlashRate: true }),
  reasons: ['extra-slash'],
  rule({ node, stake, thawing, penalty, penaltyFrom: to }, { extraSlashRate }, claim) {
    const due = stake.times(extraSlashRate, 'ceil').as('extraDue')
    const reason = 'extra-slash'
    const free = claim.take(due, { from: node.bucket('free'), to, reason })
    const left = free.short.min(thawing)
    const thawed = claim.take(left, { from: node.bucket('thawing'), to, reason })
    const extraTaken = free.taken.plus(thawed.taken).as('extraTaken')
    const debt = due.minus(extraTaken, 'reject').as('debt')
    return { extraTaken, debt, penaltyWhole: penalty.plus(extraTaken).as('penaltyWhole') }
  },
})
