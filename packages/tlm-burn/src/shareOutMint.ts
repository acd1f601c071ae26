import {
  module,
  type SettleScope,
  type SymbolicAccount,
  type SymbolicAmount,
  type SymbolicId,
} from '@tlmkit/core'
import type { Shares } from '@tlmkit/params'
import {
  payRevenueShare,
  type revenueShareEvents,
  type RevenueShareRow,
} from './payRevenueShare.js'

/** Who has a share of what is minted for a claim. */
export type MintActor = 'dao' | 'proposer' | 'supplier' | 'sourceOwner' | 'application'

/** The reasons of one mint, by what they pay. */
export interface MintReasons<R> extends Readonly<Record<MintActor, R>> {
  readonly mint: R
  readonly shareholder: R
}

/** Who gets the parts of a mint, and why. */
export interface MintTakers<R> extends RevenueShareRow {
  readonly application: SymbolicId<'application'>
  readonly sourceOwner: SymbolicAccount
  readonly validatorPool: string
  readonly daoAccount: string
  readonly reasons: MintReasons<R>
}

type Scope<R extends string> = SettleScope<{
  readonly reasons: R
  readonly codes: 'owner-missing'
  readonly outcomes: never
  readonly events: typeof revenueShareEvents
}>

/**
 * Mints an amount and shares it out to the actors.
 *
 * Rule: each actor gets its share of the whole, the DAO what the others leave; the supplier's part
 * goes on by the revenue share rule, the proposer's waits for the validators. Through
 * `module/tokenomics`, so that mints and transfers can be told apart.
 * Units: base units.
 * Rounding: floor each; the remainder goes to the DAO account.
 * Errors: `owner-missing`.
 * Source: spec/pocket.md sections 5.1, 5.2 and 6.1.
 */
export function shareOutMint<D extends string, R extends string>(
  claim: Scope<R>,
  minted: SymbolicAmount<D>,
  { shares, ...takers }: MintTakers<R> & { readonly shares: Shares<MintActor> },
): void {
  const { supplier, application, sourceOwner, reasons } = takers
  const from = module('tokenomics')
  const round = 'floor'
  claim.mint(minted, { to: from, reason: reasons.mint })
  const parts = claim.split(minted, {
    from,
    reason: reasons.dao,
    cuts: {
      supplier: {
        to: supplier.bucket('due'),
        share: shares.supplier,
        round,
        reason: reasons.supplier,
      },
      proposer: {
        to: takers.validatorPool,
        share: shares.proposer,
        round,
        reason: reasons.proposer,
      },
      sourceOwner: {
        to: sourceOwner,
        share: shares.sourceOwner,
        round,
        reason: reasons.sourceOwner,
      },
      application: {
        to: application.bucket('account'),
        share: shares.application,
        round,
        reason: reasons.application,
      },
    },
    rest: takers.daoAccount,
  })
  payRevenueShare(claim, parts.supplier, { ...takers, reason: reasons.shareholder })
}
