import { account, defineTable, id, list, units } from '@tlmkit/core'

/**
 * Services: who brought each in, and what one relay costs in compute units, with its history.
 *
 * Units: compute units per relay; block heights.
 */
export const services = defineTable('services', {
  key: ['service'],
  columns: {
    service: id('service'),
    sourceOwner: account(),
    computeUnitsPerRelay: units(),
    history: list({ effectiveHeight: units(), computeUnitsPerRelay: units() }),
  },
})
