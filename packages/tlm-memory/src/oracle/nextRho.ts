import { divide } from '@tlmkit/core'
import type { OracleRules } from './OracleState.js'

/** What an epoch saw: KiB times blocks. */
export interface EpochUse {
  readonly reserved: bigint
  /** Of all its blocks; 0: nothing was offered. */
  readonly capacity: bigint
}

/**
 * The fee rate of the epoch after one that saw this use.
 *
 * Rule: u = reserved / capacity, 0 without capacity; x = (u - target) / target within -1 and 1;
 * delta = max(1, floor(rho x |x| / 8)), 0 where x is 0; rho moves by it towards the sign of x,
 * within rhoMin and rhoMax.
 * Units: base units per KiB and block. Rounding: delta down, once; x is exact.
 * Source: spec/memory.md, Fee oracle.
 * @example nextRho(800n, { reserved: 3n, capacity: 4n }, rules) // 850n, at a target of 1/2
 */
export function nextRho(rho: bigint, use: EpochUse, rules: OracleRules): bigint {
  const { targetNum, targetDen, rhoMin, rhoMax } = rules
  const reserved = use.capacity === 0n ? 0n : use.reserved
  const capacity = use.capacity === 0n ? 1n : use.capacity
  const at = capacity * targetNum
  const above = reserved * targetDen - at
  const size = above < 0n ? -above : above
  const part = divide(rho * (size < at ? size : at), 8n * at, 'floor')
  const delta = above === 0n ? 0n : part > 1n ? part : 1n
  const moved = above < 0n ? rho - delta : rho + delta
  if (moved < rhoMin) return rhoMin
  return moved > rhoMax ? rhoMax : moved
}
