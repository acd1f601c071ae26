import { parseHash } from '../hashes/Hash.js'

/**
 * Says whether a relay counts towards a claim.
 *
 * Rule: relay hash < target hash, strictly, in byte order.
 * Errors: `hash-not-hex`, `hash-length`.
 * Source: spec/pocket.md section 3.
 * @example isRelayMinable({ relayHash: `000f${rest}`, targetHash: `00ff${rest}` }) // true
 */
export function isRelayMinable(hashes: {
  readonly relayHash: string
  readonly targetHash: string
}): boolean {
  const relay = parseHash(hashes.relayHash, 'relay hash')
  return relay < parseHash(hashes.targetHash, 'target hash')
}
