/** What a workload of jobs is made of. All claims follow from it and their index. */
export interface JobsShape {
  readonly seed: number
  /** Base units of one compute unit at a multiplier of 1. */
  readonly pricePerUnit: bigint
  readonly decimals: number
  readonly applications: number
  readonly suppliers: number
  readonly holders: number
  /** Claims in a thousand whose cap is below what they claim. */
  readonly cappedPermille: number
  /** `tight`: applications run dry, so that many claims are discarded. */
  readonly stakes: 'plenty' | 'tight'
  /** How the price is written: as a rule, or as a function over one claim. */
  readonly price: 'rule' | 'perClaim'
}

/** The five-stage workload: 82,000 accounts besides the modules, one claim in five capped. */
export const FIVE_STAGE: JobsShape = {
  seed: 20_261_101,
  pricePerUnit: 109n,
  decimals: 6,
  applications: 2_000,
  suppliers: 40_000,
  holders: 40_000,
  cappedPermille: 200,
  stakes: 'plenty',
  price: 'rule',
}

/** Base units of one compute unit where the token has 18 decimals: amounts pass 2^64. */
export const PRICE_18 = 108_760_000_000_000n
