import { ed25519 } from '@noble/curves/ed25519.js'
import { hexToBytes } from '@noble/curves/utils.js'
import type { Signatures } from '@tlmkit/tlm-memory'

export interface Ed25519Options {
  /** Public keys by signer, lower-case hex of 32 bytes. */
  readonly keys?: Readonly<Record<string, string>>
}

/**
 * Ed25519 signatures (RFC 8032): of signers with known keys, and of signers that are called by
 * their public key.
 *
 * Rule: messages are signed as they are; whatever does not verify is refused, and nothing throws.
 */
export function ed25519Signatures({ keys = {} }: Ed25519Options = {}): Signatures {
  const known = new Map(Object.entries(keys))
  return Object.freeze({
    verify(signer: string, message: string, signature: string): boolean {
      const key = known.get(signer) ?? signer
      if (!/^[0-9a-f]{64}$/.test(key) || !/^[0-9a-f]{128}$/.test(signature)) return false
      try {
        return ed25519.verify(hexToBytes(signature), hexToBytes(message), hexToBytes(key))
      } catch {
        return false
      }
    },
  })
}
