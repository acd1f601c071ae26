import { account, defineClaimKind, flag, id, list, oneOf, units } from '@tlmkit/core'

/**
 * The columns of a claim that say who gets the supplier's part. Percents are whole numbers; a
 * supplier without an owner has `hasOwner` false, and `owner` is not read.
 */
export const revenueShareColumns = {
  supplier: id('supplier'),
  shareholders: list({ to: account(), percent: units() }),
  owner: account(),
  hasOwner: flag(),
}

/**
 * One expired claim for which the supplier is slashed.
 *
 * Units: `sessionEndHeight` of the expired claim and `unstakeSessionEndHeight`, the end of the
 * session in which the settlement runs, in blocks.
 */
export const slashes = defineClaimKind('slashes', {
  key: ['application', 'session', 'supplier'],
  columns: {
    application: id('application'),
    session: id('session'),
    supplier: id('supplier'),
    service: id('service'),
    proof: oneOf('missing', 'invalid'),
    sessionEndHeight: units(),
    unstakeSessionEndHeight: units(),
  },
})
