import type { MemoryParams } from '../params.js'

/** Parameters of the oracle, as numbers that stay the same for an epoch. */
export type OracleRules = {
  readonly sigmaNum: bigint
  readonly sigmaDen: bigint
  readonly targetNum: bigint
  readonly targetDen: bigint
  /** Base units per KiB and block. */
  readonly rhoMin: bigint
  readonly rhoMax: bigint
}

/** The fee oracle. KiB and blocks; rho in base units per KiB and block. */
export type OracleState = {
  readonly epoch: bigint
  /** In force in that epoch. */
  readonly rho: bigint
  /** KiB that are reserved and count, over all nodes, since height `since`. */
  readonly reserved: bigint
  /** KiB that count as capacity in that epoch. */
  readonly capacity: bigint
  /** KiB times blocks that were reserved from the epoch's start to `since`. */
  readonly area: bigint
  readonly since: bigint
  /** Whether terms of a node change with the next epoch. */
  readonly isChanging: boolean
  /** Rules of that epoch, and those that the last command of it saw: the next epoch's. */
  readonly rules: OracleRules
  readonly nextRules: OracleRules
  /** Epoch of the last entry of the history. */
  readonly lastMove: bigint
  /** Node that was declared last; each names the one before it. */
  readonly lastNode: string
}

/** A rho of the history: in force from its epoch to the next entry's. */
export type RhoEntry = {
  readonly rho: bigint
  /** Epoch of the entry before; its own: there is none. */
  readonly previous: bigint
}

/** The rules that params say. */
export function rulesOf({ sigma, target, rhoMin, rhoMax }: MemoryParams): OracleRules {
  return {
    ...{ sigmaNum: sigma.num, sigmaDen: sigma.den, targetNum: target.num, targetDen: target.den },
    ...{ rhoMin, rhoMax },
  }
}

export function isSameRules(one: OracleRules, other: OracleRules): boolean {
  return Object.keys(one).every((key) => {
    return one[key as keyof OracleRules] === other[key as keyof OracleRules]
  })
}
