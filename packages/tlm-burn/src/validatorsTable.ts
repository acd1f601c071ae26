import { account, defineTable, id, list, ratio, units } from '@tlmkit/core'

/**
 * The bonded validators of a settlement.
 *
 * Units: `tokens` and `stake` in base units of the staked denomination. `account` is the operator's;
 * `delegations` has the operator's own among the others.
 */
export const validatorsTable = defineTable('validators', {
  key: ['operator'],
  columns: {
    operator: id('validator'),
    account: account(),
    tokens: units(),
    commission: ratio(),
    delegations: list({ to: account(), stake: units() }),
  },
})
