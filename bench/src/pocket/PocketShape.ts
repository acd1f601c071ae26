/** What a workload of relay claims is made of. All claims follow from it and their index. */
export interface PocketShape {
  readonly seed: number
  readonly applications: number
  readonly suppliers: number
  readonly holders: number
}

/** As many actors as the five-stage workload has. */
export const POCKET: PocketShape = {
  seed: 20_261_102,
  applications: 2_000,
  suppliers: 40_000,
  holders: 40_000,
}
