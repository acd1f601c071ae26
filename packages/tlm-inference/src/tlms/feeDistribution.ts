import { account, amount, defineTlm, flag, ratio, select, zero } from '@tlmkit/core'
import { billMoneyParams } from '../params.js'
import { feeParts } from './feeParts.js'

/**
 * Pays what others than the node get of a payment, and tells what the node gets.
 *
 * Rule: of `gross` the network fee, the governance, adaptor and treasury shares; the remainder is
 * the node's. In mode `penalty` lateness cuts the remainder, and the payer keeps the cut. In mode
 * `literal` the payer pays gross x (1 + lateness), and what is above gross goes to the treasury.
 * `nodePart` stays in `payFrom`. Without an adaptor its share is part of the remainder.
 * `paid` = networkFee + governancePart + adaptorPart + treasuryPart + surcharge + nodePart.
 * Units: base units; `lateness` a pure number from 0 to 1.
 * Rounding: network fee and what is paid in all up; shares and cut down.
 * Errors: `insufficient-funds`, where `payFrom` holds less.
 * Source: spec/inference.md, Settle.
 */
// long: one payment, part after part, as the specification lists them.
export const feeDistribution = defineTlm({
  name: 'fee-distribution',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ gross: amount(), lateness: ratio(), isRouted: flag() },
    ...{ payFrom: account(), adaptorTo: account() },
  },
  writes: {
    ...{ networkFee: amount(), governancePart: amount(), adaptorPart: amount() },
    ...{ treasuryPart: amount(), surcharge: amount(), cut: amount() },
    ...{ nodePart: amount(), paid: amount() },
  },
  params: billMoneyParams.pick({
    ...{ networkFee: true, governanceShare: true, adaptorShare: true, treasuryShare: true },
    ...{ latencyMode: true, operations: true, governance: true, treasury: true },
  }),
  reasons: [
    ...['network-fee', 'governance-share', 'adaptor-share', 'treasury-share'],
    'latency-surcharge',
  ],
  rule({ gross, lateness, isRouted, payFrom, adaptorTo }, params, claim) {
    const isLiteral = params.latencyMode === 'literal'
    const none = zero(gross)
    const parts = feeParts(gross, params)
    const adaptorPart = select(isRouted, parts.adaptor, none).as('adaptorPart')
    const others = parts.networkFee.plus(parts.governance).plus(adaptorPart).plus(parts.treasury)
    const remainder = gross.minus(others, 'reject').as('remainder')
    const cut = isLiteral ? none : remainder.times(lateness, 'floor').as('cut')
    const due = isLiteral ? gross.times(lateness.plusOne(), 'ceil') : gross
    const surcharge = due.minus(gross, 'reject').as('surcharge')
    const { operations, governance, treasury } = params
    claim.transfer(parts.networkFee, { from: payFrom, to: operations, reason: 'network-fee' })
    claim.transfer(parts.governance, { from: payFrom, to: governance, reason: 'governance-share' })
    claim.transfer(adaptorPart, { from: payFrom, to: adaptorTo, reason: 'adaptor-share' })
    claim.transfer(parts.treasury, { from: payFrom, to: treasury, reason: 'treasury-share' })
    claim.transfer(surcharge, { from: payFrom, to: treasury, reason: 'latency-surcharge' })
    return {
      networkFee: parts.networkFee,
      governancePart: parts.governance,
      adaptorPart,
      treasuryPart: parts.treasury,
      surcharge,
      cut,
      nodePart: remainder.minus(cut, 'reject'),
      paid: due.minus(cut, 'reject'),
    }
  },
})
