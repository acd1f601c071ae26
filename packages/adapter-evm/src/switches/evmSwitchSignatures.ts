import { secp256k1 } from '@noble/curves/secp256k1.js'
import type { SwitchMessage, SwitchSignatures } from '@tlmkit/governance'
import type { Hex } from 'viem'
import { hexToBytes, publicKeyToAddress } from 'viem/utils'
import { hashSwitchOrder, type SwitchDomain } from './switchOrder.js'

/**
 * Signatures of emergency switches as wallets make them: EIP-712 typed data, by accounts that are
 * called by their addresses, in whatever case.
 *
 * Rule: 65 bytes `r s v` with `v` 27 or 28 and `s` in the lower half of the order, so that an order
 * has one signature a signer; whatever else is nobody's, and nothing throws. Contract accounts have
 * no signature that can be judged without a chain.
 * Source: EIP-712, EIP-2; spec/governance.md, Emergency switch.
 * @example
 * const signatures = evmSwitchSignatures({ chainId: 1n })
 * createGovernance({ signatures, switches: { 'halt-bills': ['bills'] }, ... })
 */
export function evmSwitchSignatures(domain: SwitchDomain): SwitchSignatures {
  return Object.freeze({
    signerOf(
      message: SwitchMessage,
      signature: string,
      signers: readonly string[],
    ): string | undefined {
      const address = recoverAddress(hashSwitchOrder(domain, message), signature)?.toLowerCase()
      return signers.find((signer) => signer.toLowerCase() === address)
    },
  })
}

/** `r`, `s` and `v`, in hex. */
const SIGNATURE = /^0x([0-9a-f]{128})(1b|1c)$/i

function recoverAddress(hash: Hex, signature: string): string | undefined {
  const [, compact, v] = SIGNATURE.exec(signature) ?? []
  if (compact === undefined || v === undefined) return undefined
  try {
    const signed = secp256k1.Signature.fromHex(compact)
    if (signed.hasHighS()) return undefined
    const recovery = v.toLowerCase() === '1b' ? 0 : 1
    const key = signed.addRecoveryBit(recovery).recoverPublicKey(hexToBytes(hash))
    return publicKeyToAddress(`0x${key.toHex(false)}`)
  } catch {
    return undefined
  }
}
