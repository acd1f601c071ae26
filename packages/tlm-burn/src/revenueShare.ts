import { amount, defineTlm } from '@tlmkit/core'
import { revenueShareColumns } from './claims.js'
import { payRevenueShare, revenueShareEvents } from './payRevenueShare.js'

/**
 * Pays `due` out of `supplier/<id>/due` to the supplier's shareholders, for chains in which another
 * TLM has filled that account.
 *
 * Rule, rounding, errors: those of `payRevenueShare`.
 * Source: spec/pocket.md section 6.2.
 */
export const revenueShare = defineTlm({
  name: 'revenue-share',
  version: '1.0.0',
  phase: 'settle',
  reads: { due: amount(), ...revenueShareColumns },
  reasons: ['supplier-shareholder-reward'],
  codes: ['owner-missing'],
  events: revenueShareEvents,
  rule({ due, ...columns }, _params, claim) {
    payRevenueShare(claim, due, { ...columns, reason: 'supplier-shareholder-reward' })
  },
})
