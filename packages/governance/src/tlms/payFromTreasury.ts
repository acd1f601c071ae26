import { account, amount, defineTlm, list } from '@tlmkit/core'
import { proposalParams } from '../params.js'

/**
 * Pays what an executed proposal pays, all of it or nothing.
 *
 * Units: base units.
 * Errors: `treasury-short`.
 * Source: spec/governance.md, Proposal.
 */
export const payFromTreasury = defineTlm({
  name: 'pay-from-treasury',
  version: '1.0.0',
  phase: 'settle',
  reads: { payments: list({ to: account(), amount: amount() }) },
  params: proposalParams.pick({ treasury: true }),
  codes: ['treasury-short'],
  reasons: ['treasury-payment'],
  rule({ payments }, { treasury }, claim) {
    const due = payments
      .each((payment) => payment.amount)
      .sum()
      .as('due')
    claim.reject(claim.balance(treasury, due).below(due), 'treasury-short')
    payments.each(({ to, amount: paid }) => {
      claim.transfer(paid, { from: treasury, to, reason: 'treasury-payment' })
    })
  },
})
