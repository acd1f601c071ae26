import { account, amount, defineTlm, id, module } from '@tlmkit/core'
import { accountParam } from '@tlmkit/params'
import { z } from 'zod'
import { revenueShareColumns } from './claims.js'
import { mintParts } from './mintParts.js'
import { pocketTokenomicsParams } from './params.js'
import { planRevenueShare, revenueShareEvents } from './planRevenueShare.js'

const { shape } = pocketTokenomicsParams

/**
 * Mints a claim's inflation, beyond what it burned.
 *
 * Rule: inflated = settled x inflation, through `module/tokenomics`, shared out by `allocation`; the
 * supplier's part goes on by the revenue share rule, the proposer's waits in `validatorPool`. With
 * an inflation of 0 nothing is minted.
 * Units: base units of the denomination of `settled`.
 * Rounding: ceil of the whole, floor of each part; the remainder goes to the DAO account.
 * Errors: `owner-missing`.
 * Source: spec/pocket.md section 5.2.
 */
export const globalMint = defineTlm({
  name: 'global-mint',
  version: '1.0.0',
  phase: 'settle',
  requires: ['reimbursement-request'],
  reads: {
    settled: amount(),
    application: id('application'),
    sourceOwner: account(),
    ...revenueShareColumns,
  },
  writes: { inflated: amount() },
  params: z.object({
    inflation: shape.globalInflationPerClaim,
    allocation: shape.mintAllocation,
    daoAccount: shape.daoRewardAddress,
    validatorPool: accountParam('pool/validators-inflation', {
      effect: 'Where the proposer part of the inflation waits for the validators.',
    }),
  }),
  reasons: [
    'inflation',
    'inflation-supplier-module-transfer',
    'inflation-supplier-shareholder-reward',
    'inflation-validator-pool',
    'inflation-application-reward',
    'inflation-source-owner-reward',
    'inflation-dao-reward',
  ],
  codes: ['owner-missing'],
  events: revenueShareEvents,
  rule({ settled, application, sourceOwner, ...columns }, params, claim) {
    const { inflation, allocation, daoAccount, validatorPool } = params
    const inflated = settled.times(inflation, 'ceil')
    const parts = mintParts(inflated, allocation)
    const share = planRevenueShare(claim, parts.supplier, columns)
    const from = module('tokenomics')
    const { supplier } = columns

    claim.mint(inflated, { to: from, reason: 'inflation' })
    claim.transfer(parts.supplier, {
      from,
      to: supplier.bucket('due'),
      reason: 'inflation-supplier-module-transfer',
    })
    share.pay('inflation-supplier-shareholder-reward')
    claim.transfer(parts.proposer, {
      from,
      to: validatorPool,
      reason: 'inflation-validator-pool',
    })
    claim.transfer(parts.application, {
      from,
      to: application.bucket('account'),
      reason: 'inflation-application-reward',
    })
    claim.transfer(parts.sourceOwner, {
      from,
      to: sourceOwner,
      reason: 'inflation-source-owner-reward',
    })
    claim.transfer(parts.dao, { from, to: daoAccount, reason: 'inflation-dao-reward' })
    return { inflated }
  },
})
