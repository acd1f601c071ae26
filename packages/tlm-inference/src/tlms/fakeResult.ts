import { account, amount, defineTlm, flag, id, select, units, zero } from '@tlmkit/core'
import { billMoneyParams } from '../params.js'
import { networkFeeOf } from './feeParts.js'

/**
 * Lets what a node bound bear what its false result cost.
 *
 * Rule: out of the bind the user gets back what it paid to others than the node; of a bill that was
 * not settled the network gets its fee of the submitted figures; the rest is lost.
 * Units: base units. Rounding: the fee up.
 * Source: spec/inference.md, challenge.
 */
export const fakeResult = defineTlm({
  name: 'fake-result',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ user: id('user'), node: id('operator'), cu: units(), basePrice: amount() },
    ...{ bind: amount(), paidOut: amount(), isSettled: flag(), penaltyFrom: account() },
  },
  writes: { penalty: amount() },
  params: billMoneyParams.pick({ networkFee: true, operations: true }),
  reasons: ['fake-refund', 'fake-network-fee', 'fake-bind'],
  rule(columns, { networkFee, operations }, claim) {
    const { user, node, cu, basePrice, bind, paidOut, isSettled, penaltyFrom } = columns
    const whole = networkFeeOf(basePrice.forUnits(cu).as('gross'), { networkFee })
    const fee = select(isSettled, zero(bind), whole).as('feeDue')
    const penalty = bind.minus(paidOut, 'reject').minus(fee, 'reject').as('penalty')
    const from = node.bucket('bound')
    claim.transfer(paidOut, { from, to: user.bucket('balance'), reason: 'fake-refund' })
    claim.transfer(fee, { from, to: operations, reason: 'fake-network-fee' })
    claim.transfer(penalty, { from, to: penaltyFrom, reason: 'fake-bind' })
    return { penalty }
  },
})
