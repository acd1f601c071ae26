import { account, amount, defineTlm, id, module } from '@tlmkit/core'
import { accountParam } from '@tlmkit/params'
import { z } from 'zod'
import { revenueShareColumns } from './claims.js'
import { mintParts } from './mintParts.js'
import { pocketTokenomicsParams } from './params.js'
import { planRevenueShare, revenueShareEvents } from './planRevenueShare.js'

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
  rule({ settled, application, sourceOwner, ...columns }, params, claim) {
    const { mintRatio, distribution, daoAccount, validatorPool } = params
    const minted = settled.times(mintRatio, 'floor')
    claim.reject(minted.isZero(), 'mint-zero')
    const parts = mintParts(minted, distribution)
    const share = planRevenueShare(claim, parts.supplier, columns)
    const from = module('tokenomics')
    const { supplier } = columns

    claim.burn(settled, { from: application.bucket('stake'), reason: 'application-stake-burn' })
    claim.mint(minted, { to: from, reason: 'claim-distribution-mint' })
    claim.transfer(parts.supplier, {
      from,
      to: supplier.bucket('due'),
      reason: 'supplier-module-transfer',
    })
    share.pay('supplier-shareholder-reward')
    claim.transfer(parts.proposer, { from, to: validatorPool, reason: 'validator-pool' })
    claim.transfer(parts.sourceOwner, { from, to: sourceOwner, reason: 'source-owner-reward' })
    claim.transfer(parts.dao, { from, to: daoAccount, reason: 'dao-reward' })
    claim.transfer(parts.application, {
      from,
      to: application.bucket('account'),
      reason: 'application-reward',
    })
    return { minted }
  },
})
