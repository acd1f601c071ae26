import type { SymbolicAmount } from '@tlmkit/core'
import type { Shares } from '@tlmkit/params'

/** Who has a share of what is minted for a claim. */
export type MintActor = 'dao' | 'proposer' | 'supplier' | 'sourceOwner' | 'application'

/**
 * Cuts what is minted for a claim into the parts of the actors, in base units.
 *
 * Rule: each part is its share of the whole; the DAO takes what the others leave.
 * Rounding: floor each; the remainder goes to the DAO.
 * Source: spec/pocket.md sections 5.1, 5.2 and 6.1.
 */
export function mintParts<D extends string>(
  minted: SymbolicAmount<D>,
  shares: Shares<MintActor>,
): Readonly<Record<MintActor, SymbolicAmount<D>>> {
  const supplier = minted.times(shares.supplier, 'floor').as('supplier')
  const proposer = minted.times(shares.proposer, 'floor').as('proposer')
  const sourceOwner = minted.times(shares.sourceOwner, 'floor').as('sourceOwner')
  const application = minted.times(shares.application, 'floor').as('application')
  const others = supplier.plus(proposer).plus(sourceOwner).plus(application)
  const dao = minted.minus(others, 'reject').as('dao')
  return { dao, proposer, supplier, sourceOwner, application }
}
