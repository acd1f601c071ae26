import { account, defineTable, flag, id, list, units } from '@tlmkit/core'

/**
 * Suppliers and the services they are staked for: who shares their revenue.
 *
 * Units: percent, whole. Without `hasOwner` the owner's account is not paid.
 */
export const suppliers = defineTable('suppliers', {
  key: ['supplier', 'service'],
  columns: {
    supplier: id('supplier'),
    service: id('service'),
    owner: account(),
    hasOwner: flag(),
    shareholders: list({ to: account(), percent: units() }),
  },
})
