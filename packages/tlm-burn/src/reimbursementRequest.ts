import { account, amount, defineTlm, id, module } from '@tlmkit/core'
import { z } from 'zod'
import { pocketTokenomicsParams } from './params.js'

const { shape } = pocketTokenomicsParams

/**
 * Charges the application for a claim's inflation, which it may ask back from the DAO.
 *
 * Rule: requested = settled x inflation, from the application's stake through `module/tokenomics`
 * to the DAO account. With an inflation of 0 nothing happens.
 * Units: base units of the denomination of `settled`. Rounding: ceil.
 * Source: spec/pocket.md section 5.3.
 */
export const reimbursementRequest = defineTlm({
  name: 'reimbursement-request',
  version: '1.0.0',
  phase: 'settle',
  requires: ['global-mint'],
  reads: {
    settled: amount(),
    application: id('application'),
    supplier: id('supplier'),
    owner: account(),
    service: id('service'),
    session: id('session'),
  },
  params: z.object({
    inflation: shape.globalInflationPerClaim,
    daoAccount: shape.daoRewardAddress,
  }),
  reasons: ['reimbursement-escrow-module-transfer', 'reimbursement-escrow-dao-transfer'],
  events: {
    'reimbursement-request': {
      application: id('application'),
      supplier: id('supplier'),
      owner: account(),
      service: id('service'),
      session: id('session'),
      amount: amount(),
    },
  },
  rule({ settled, application, ...parties }, { inflation, daoAccount }, claim) {
    const requested = settled.times(inflation, 'ceil').as('requested')
    const escrow = module('tokenomics')
    claim.transfer(requested, {
      from: application.bucket('stake'),
      to: escrow,
      reason: 'reimbursement-escrow-module-transfer',
    })
    claim.transfer(requested, {
      from: escrow,
      to: daoAccount,
      reason: 'reimbursement-escrow-dao-transfer',
    })
    const fields = { application, ...parties, amount: requested }
    claim.emitWhen(requested.isZero().not(), 'reimbursement-request', fields)
  },
})
