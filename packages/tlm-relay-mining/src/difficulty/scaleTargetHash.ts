import type { Ratio } from '@tlmkit/core'
import type { Hash } from '../hashes/Hash.js'
import { BASE_TARGET } from './BASE_TARGET.js'
import { scaleTargetHashUnbounded } from './scaleTargetHashUnbounded.js'

/**
 * A target scaled by a ratio, as 32 bytes.
 *
 * Rule: floor(target x ratio); the base target where that needs more than 32 bytes.
 * Rounding: floor, once.
 * Errors: `hash-not-hex`, `hash-length`.
 * Source: spec/pocket.md section 3.
 * @example scaleTargetHash(BASE_TARGET, { num: 1n, den: 2n }) // '7fff...ff'
 */
export function scaleTargetHash(targetHash: string, ratio: Ratio): Hash {
  const scaled = scaleTargetHashUnbounded(targetHash, ratio)
  return scaled.length > BASE_TARGET.length ? BASE_TARGET : scaled.padStart(BASE_TARGET.length, '0')
}
