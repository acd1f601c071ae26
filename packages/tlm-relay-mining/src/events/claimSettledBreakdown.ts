import { formatRatio, timesRatio, type Ratio } from '@tlmkit/core'

export interface ClaimSettledOptions {
  /** Price of the claim, in base units. */
  readonly claimed: bigint
  /** What was settled of it, in base units. */
  readonly settled: bigint
  /** Share of what is burned that is minted again. */
  readonly mintRatio: Ratio
}

/** The amounts of the event of a settled claim, in base units. */
export interface ClaimSettledBreakdown {
  readonly settled: bigint
  /** As text: `0.975`. */
  readonly mintRatio: string
  readonly minted: bigint
  readonly overservicingLoss: bigint
  readonly deflationLoss: bigint
}

/**
 * What became of a claim's price.
 *
 * Rule: minted = settled x mintRatio; overservicing loss = claimed - settled; deflation loss =
 * settled - minted; losses are at least 0.
 * Units: base units. Rounding: floor.
 * Source: spec/pocket.md section 9.1, EventClaimSettled.
 * @example
 * const mintRatio = parseRatio('0.975', 'mintRatio')
 * claimSettledBreakdown({ claimed: 1000n, settled: 500n, mintRatio }).minted // 487n
 */
export function claimSettledBreakdown(options: ClaimSettledOptions): ClaimSettledBreakdown {
  const { claimed, settled, mintRatio } = options
  const minted = timesRatio(settled, mintRatio, 'floor')
  return {
    settled,
    mintRatio: formatRatio(mintRatio),
    minted,
    overservicingLoss: claimed > settled ? claimed - settled : 0n,
    deflationLoss: settled > minted ? settled - minted : 0n,
  }
}
