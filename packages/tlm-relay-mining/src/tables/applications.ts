import { amount, defineTable, id, list } from '@tlmkit/core'

/**
 * Applications: what each is staked for, and what it lets one session cost.
 *
 * Units: the spend limit is upokt per session; 0 is none.
 */
export const applications = defineTable('applications', {
  key: ['application'],
  columns: {
    application: id('application'),
    services: list({ service: id('service') }),
    spendLimit: amount('upokt'),
  },
})
