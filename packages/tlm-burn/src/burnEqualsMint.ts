import { account, amount, defineTlm, id } from '@tlmkit/core'
import { accountParam } from '@tlmkit/params'
import { z } from 'zod'
import { revenueShareColumns } from './claims.js'
import { pocketTokenomicsParams } from './params.js'
import { revenueShareEvents } from './payRevenueShare.js'
import { shareOutMint } from './shareOutMint.js'

const { shape } = pocketTokenomicsParams

/**
 * Burns what a claim settled from the application's stake, and mints for those who served it.
 *
 * Rule: minted = settled x mintRatio, through `module/tokenomics`, shared out by `distribution`; the
 * supplier's part goes on by the revenue share rule, the proposer's waits in `validatorPool`.
 * Units: base units of the denomination of `settled`.
 * Rounding: floor each; the remainder goes to the DAO account.
 * Errors: `mint-zero`, `owner-missing`.
 * Source: spec/pocket.md section 5.1.
 */
export const burnEqualsMint = defineTlm({
  name: 'burn-equals-mint',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    settled: amount(),
    application: id('application'),
    sourceOwner: account(),
    ...revenueShareColumns,
  },
  writes: { minted: amount() },
  params: z.object({
    mintRatio: shape.mintRatio,
    distribution: shape.mintEqualsBurnDistribution,
    daoAccount: shape.daoRewardAddress,
    validatorPool: accountParam('pool/validators-minted', {
      effect: 'Where the proposer part of the mint waits for the validators.',
    }),
  }),
  reasons: [
    'application-stake-burn',
    'claim-distribution-mint',
    'supplier-module-transfer',
    'supplier-shareholder-reward',
    'validator-pool',
    'source-owner-reward',
    'dao-reward',
    'application-reward',
  ],
  codes: ['mint-zero', 'owner-missing'],
  events: revenueShareEvents,
  rule({ settled, application, ...columns }, params, claim) {
    const minted = settled.times(params.mintRatio, 'floor').as('minted')
    claim.reject(minted.isZero(), 'mint-zero')
    claim.burn(settled, { from: application.bucket('stake'), reason: 'application-stake-burn' })
    shareOutMint(claim, minted, {
      ...columns,
      application,
      shares: params.distribution,
      validatorPool: params.validatorPool,
      daoAccount: params.daoAccount,
      reasons: {
        mint: 'claim-distribution-mint',
        supplier: 'supplier-module-transfer',
        shareholder: 'supplier-shareholder-reward',
        proposer: 'validator-pool',
        sourceOwner: 'source-owner-reward',
        dao: 'dao-reward',
        application: 'application-reward',
      },
    })
    return { minted }
  },
})
