import { type CommandContext } from '@tlmkit/core'
import type { LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import { switchMessage, type SwitchOrder } from '../leases/messages.js'
import { memoryParamsOf } from '../memoryParamsOf.js'
import type { SwitchState } from './SwitchState.js'

/** An order to the switch, as it comes. */
export interface SignedOrder extends Omit<SwitchOrder, 'domain'> {
  readonly signatures: readonly { readonly signer: string; readonly signature: string }[]
}

type OrderFault = 'signers-short' | 'signature-invalid' | 'signature-repeated' | 'signature-expired'

/**
 * Why an order to the switch is not good, if so.
 *
 * Rule: signers that the network does not name do not count, and one that signs twice counts once.
 * A nonce that was used makes all signatures repeated.
 * Source: spec/memory.md, Emergency.
 */
export function checkOrder(
  { domain, signatures: { verify } }: LeaseEnvironment,
  { height, paramsNow }: CommandContext,
  { nonce: next }: SwitchState,
  { signatures, order, nonce, expiresAt }: SignedOrder,
): OrderFault | undefined {
  const { switchSigners, switchSignersMin } = memoryParamsOf(paramsNow)
  const counted = signatures.filter(({ signer }) => switchSigners.includes(signer))
  const signers = new Set(counted.map(({ signer }) => signer))
  if (BigInt(signers.size) < switchSignersMin) return 'signers-short'
  const message = switchMessage({ domain, order, nonce, expiresAt })
  if (!counted.every(({ signer, signature }) => verify(signer, message, signature))) {
    return 'signature-invalid'
  }
  if (nonce !== next) return 'signature-repeated'
  return height > expiresAt ? 'signature-expired' : undefined
}
