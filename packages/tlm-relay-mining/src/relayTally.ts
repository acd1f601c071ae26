import { amount, defineTlm, id, ratio, units, unitsConstant } from '@tlmkit/core'

/**
 * Counts the mined relays of a settled claim on `service/<id>/relays`, and the claim itself on
 * `application/<id>/settlements`; ends claims of zero.
 *
 * Rule: the count is of mined relays, not of estimated ones. A claim that settles to zero counts
 * too, and then is finished: nothing is moved for it. It stands first in settle.
 * Units: relays; compute units. Rounding: estimates are floors, at each division.
 * Errors: outcome `zero`.
 * Source: spec/pocket.md sections 1.3, 3 and 9.1.
 */
export const relayTally = defineTlm({
  name: 'relay-tally',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    application: id('application'),
    service: id('service'),
    relays: units(),
    computeUnits: units(),
    multiplier: ratio(),
    claimed: amount(),
    settled: amount(),
  },
  outcomes: ['zero'],
  events: {
    'claim-settled': {
      relays: units(),
      computeUnits: units(),
      estimatedRelays: units(),
      estimatedComputeUnits: units(),
      claimed: amount(),
      settled: amount(),
      overservicingLoss: amount(),
    },
  },
  rule({ application, service, relays, ...columns }, _params, claim) {
    const { computeUnits, multiplier, claimed, settled } = columns
    const estimatedComputeUnits = computeUnits.timesRatio(multiplier, 'floor')
    const perRelay = computeUnits.over(relays, 'floor').as('perRelay')
    claim.tally(relays, { on: service.bucket('relays') })
    claim.tally(unitsConstant(1n), { on: application.bucket('settlements') })
    claim.emit('claim-settled', {
      relays,
      computeUnits,
      estimatedRelays: estimatedComputeUnits.over(perRelay, 'floor'),
      estimatedComputeUnits,
      claimed,
      settled,
      overservicingLoss: claimed.minus(settled, 'zero'),
    })
    claim.finish(settled.isZero(), 'zero')
  },
})
