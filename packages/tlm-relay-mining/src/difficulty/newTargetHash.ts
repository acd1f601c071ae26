import { InputError, ratioOf, UsageError } from '@tlmkit/core'
import type { Hash } from '../hashes/Hash.js'
import { BASE_TARGET } from './BASE_TARGET.js'
import { scaleTargetHash } from './scaleTargetHash.js'

export interface NewTargetOptions {
  /** Relays per settlement that the network wants to be mined, at least 1. */
  readonly targetNumRelays: bigint
  /** Moving average of the relays mined, at least 1. */
  readonly relaysEma: bigint
}

/**
 * The target hash that brings the mined relays to the wanted number.
 *
 * Rule: floor(base target x targetNumRelays / relaysEma), at most the base target. Always scaled
 * from the base target, never from the one in force.
 * Units: relays. Rounding: floor, once.
 * Errors: `relays-ema-zero`, `target-num-relays-zero`.
 * Source: spec/pocket.md section 3.
 * @example newTargetHash({ targetNumRelays: 50n, relaysEma: 100n }) // '7fff...ff'
 */
export function newTargetHash({ targetNumRelays, relaysEma }: NewTargetOptions): Hash {
  if (targetNumRelays < 1n) {
    throw new UsageError({
      code: 'target-num-relays-zero',
      message: `targetNumRelays: ${targetNumRelays} relays; it must be at least 1.`,
      details: { targetNumRelays },
    })
  }
  if (relaysEma < 1n) {
    throw new InputError({
      code: 'relays-ema-zero',
      message: `relaysEma: ${relaysEma} relays; a service that settled has at least 1.`,
      details: { relaysEma },
    })
  }
  return scaleTargetHash(BASE_TARGET, ratioOf(targetNumRelays, relaysEma))
}
