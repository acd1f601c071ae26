import { account, amount, defineTlm, id } from '@tlmkit/core'
import { accountParam } from '@tlmkit/params'
import { z } from 'zod'
import { revenueShareColumns } from './claims.js'
import { pocketTokenomicsParams } from './params.js'
import { revenueShareEvents } from './payRevenueShare.js'
import { shareOutMint } from './shareOutMint.js'

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
  rule({ settled, ...columns }, params, claim) {
    const inflated = settled.times(params.inflation, 'ceil').as('inflated')
    shareOutMint(claim, inflated, {
      ...columns,
      shares: params.allocation,
      validatorPool: params.validatorPool,
      daoAccount: params.daoAccount,
      reasons: {
        mint: 'inflation',
        supplier: 'inflation-supplier-module-transfer',
        shareholder: 'inflation-supplier-shareholder-reward',
        proposer: 'inflation-validator-pool',
        sourceOwner: 'inflation-source-owner-reward',
        dao: 'inflation-dao-reward',
        application: 'inflation-application-reward',
      },
    })
    return { inflated }
  },
})
