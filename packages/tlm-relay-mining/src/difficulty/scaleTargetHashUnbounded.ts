import { timesRatio, type Ratio } from '@tlmkit/core'
import { hashToInteger, parseHash } from '../hashes/Hash.js'

/**
 * A target scaled by a ratio, as the fewest bytes that hold it: big-endian hex of any length.
 *
 * Rule: floor(target x ratio); 0 is no bytes at all.
 * Rounding: floor, once.
 * Errors: `hash-not-hex`, `hash-length`.
 * Source: spec/pocket.md section 3.
 * @example scaleTargetHashUnbounded(BASE_TARGET, { num: 1n, den: 1n << 248n }) // 'ff'
 */
export function scaleTargetHashUnbounded(targetHash: string, ratio: Ratio): string {
  const target = hashToInteger(parseHash(targetHash, 'target hash'))
  const scaled = timesRatio(target, ratio, 'floor')
  if (scaled === 0n) return ''
  const digits = scaled.toString(16)
  return digits.length % 2 === 0 ? digits : `0${digits}`
}
