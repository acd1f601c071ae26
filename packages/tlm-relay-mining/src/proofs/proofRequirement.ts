import { UsageError, type Ratio } from '@tlmkit/core'

/** Why a claim needs a proof, or that it needs none. */
export type ProofRequirement = 'THRESHOLD' | 'PROBABILISTIC' | 'NOT_REQUIRED'

export interface ProofRequirementOptions {
  /** Price of the claim, in base units. */
  readonly claimedAmount: bigint
  /** From this amount on a proof is always needed, in base units. */
  readonly threshold: bigint
  /** Share of the other claims that need one. */
  readonly probability: Ratio
  /** From `proofSample`. */
  readonly sample: bigint
}

const SAMPLES = 1n << 64n

/**
 * Whether a claim must be proven before it settles.
 *
 * Rule: THRESHOLD when claimedAmount >= threshold; else PROBABILISTIC when sample / 2^64 <=
 * probability, exactly; else NOT_REQUIRED. Probability 1 samples every claim, 0 none.
 * Units: base units. Rounding: none.
 * Errors: `sample-out-of-range`.
 * Source: spec/pocket.md section 1.4 and what ours does differently on purpose.
 */
export function proofRequirement(options: ProofRequirementOptions): ProofRequirement {
  const { claimedAmount, threshold, probability, sample } = options
  if (sample < 0n || sample >= SAMPLES) {
    throw new UsageError({
      code: 'sample-out-of-range',
      message: `sample: ${sample}; it must be 0 to 2^64 - 1, as proofSample gives it.`,
      details: { sample },
    })
  }
  if (claimedAmount >= threshold) return 'THRESHOLD'
  const isSampled = probability.num > 0n && sample * probability.den <= probability.num * SAMPLES
  return isSampled ? 'PROBABILISTIC' : 'NOT_REQUIRED'
}
