import type { Ratio, SymbolicAmount } from '@tlmkit/core'

/** Shares of the gross that others than the node get. */
export interface FeeShares {
  readonly networkFee: Ratio
  readonly governanceShare: Ratio
  readonly adaptorShare: Ratio
  readonly treasuryShare: Ratio
}

/** What others than the node get of a gross amount: the network fee rounded up, the rest down. */
export function feeParts<D extends string>(gross: SymbolicAmount<D>, shares: FeeShares) {
  return {
    networkFee: networkFeeOf(gross, shares),
    governance: gross.times(shares.governanceShare, 'floor').as('governanceShare'),
    adaptor: gross.times(shares.adaptorShare, 'floor').as('adaptorShare'),
    treasury: gross.times(shares.treasuryShare, 'floor').as('treasuryShare'),
  }
}

/** The network fee of a gross amount, rounded up. */
export function networkFeeOf<D extends string>(
  gross: SymbolicAmount<D>,
  { networkFee }: Pick<FeeShares, 'networkFee'>,
): SymbolicAmount<D> {
  return gross.times(networkFee, 'ceil').as('networkFee')
}
