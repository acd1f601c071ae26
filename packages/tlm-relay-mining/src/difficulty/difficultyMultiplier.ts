import { InputError, ratioOf, type Ratio } from '@tlmkit/core'
import { hashToInteger, parseHash } from '../hashes/Hash.js'
import { BASE_TARGET } from './BASE_TARGET.js'

/**
 * Relays that one minable relay stands for, as an exact ratio.
 *
 * Rule: (2^256 - 1) / target.
 * Rounding: none.
 * Errors: `target-zero`, `hash-not-hex`, `hash-length`.
 * Source: spec/pocket.md section 2.
 * @example difficultyMultiplier(BASE_TARGET) // { num: 1n, den: 1n }
 */
export function difficultyMultiplier(targetHash: string): Ratio {
  const target = hashToInteger(parseHash(targetHash, 'target hash'))
  if (target > 0n) return ratioOf(hashToInteger(BASE_TARGET), target, 'difficulty multiplier')
  throw new InputError({
    code: 'target-zero',
    message: 'target hash: it is 0, so no relay could be mined; it must be above 0.',
  })
}
