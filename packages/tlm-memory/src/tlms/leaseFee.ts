import { amount, defineTlm, units } from '@tlmkit/core'

/**
 * Prices a lease: what its metered blocks cost, at most what was prepaid.
 *
 * Rule: min(prepay, blocks x kib x rho), with the rho of the reservation.
 * Units: base units; rho per KiB and block.
 * Source: spec/memory.md, Release and Timeout.
 */
export const leaseFee = defineTlm({
  name: 'lease-fee',
  version: '1.0.0',
  phase: 'price',
  reads: { kib: units(), blocks: units(), rho: amount(), prepay: amount() },
  writes: { claimed: amount() },
  rule({ kib, blocks, rho, prepay }) {
    const used = rho.forUnits(kib.times(blocks)).as('used')
    return { claimed: prepay.min(used).as('fee') }
  },
})
