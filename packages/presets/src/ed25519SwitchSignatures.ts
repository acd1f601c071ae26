import { ByteWriter } from '@tlmkit/core'
import type { SwitchMessage, SwitchSignatures } from '@tlmkit/governance'
import { bytesToHex } from '@noble/curves/utils.js'
import { ed25519Signatures, type Ed25519Options } from './ed25519Signatures.js'

/**
 * Orders to emergency switches signed with Ed25519, by signers with known keys or called by them.
 *
 * @example ed25519SwitchSignatures({ keys: { ada: '...' } })
 */
export function ed25519SwitchSignatures(options: Ed25519Options = {}): SwitchSignatures {
  const { verify } = ed25519Signatures(options)
  return Object.freeze({
    signerOf(message: SwitchMessage, signature: string, signers: readonly string[]) {
      const bytes = switchMessageHex(message)
      return signers.find((signer) => verify(signer, bytes, signature))
    },
  })
}

/**
 * What a signer of an order to a switch signs, hex: text `tlmkit-switch/1`, text network, text
 * switch, u8 1 for on and 0 for off, u128 nonce, u128 expiry, encoded as for a receipt.
 */
export function switchMessageHex(message: SwitchMessage): string {
  const { network, isOn, nonce, expiresAt } = message
  const writer = new ByteWriter().text('tlmkit-switch/1').text(network).text(message.switch)
  return bytesToHex(
    writer
      .u8(isOn ? 1 : 0)
      .u128(nonce)
      .u128(expiresAt)
      .toBytes(),
  )
}
