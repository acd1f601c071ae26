import type { SwitchMessage } from '@tlmkit/governance'
import type { Hex } from 'viem'
import { hashTypedData } from 'viem/utils'

/** What separates the orders of one deployment from those of another. */
export interface SwitchDomain {
  /** Chain whose wallets sign. */
  readonly chainId: bigint
  /** Contract that reads the same orders, if there is one. */
  readonly verifyingContract?: Hex
}

/** The fields of an order, as wallets show them. */
export const SWITCH_ORDER_TYPES = {
  SwitchOrder: [
    { name: 'network', type: 'string' },
    { name: 'switch', type: 'string' },
    { name: 'isOn', type: 'bool' },
    { name: 'nonce', type: 'uint256' },
    { name: 'expiresAt', type: 'uint256' },
  ],
} as const

/**
 * An order to a switch as typed data: what `signTypedData` of a wallet takes.
 *
 * Source: EIP-712.
 * @example account.signTypedData(switchOrderData({ chainId: 1n }, message))
 */
export function switchOrderData(
  { chainId, verifyingContract }: SwitchDomain,
  { network, switch: name, isOn, nonce, expiresAt }: SwitchMessage,
) {
  const domain = { name: 'tlmkit switch', version: '1', chainId } as const
  return {
    domain: verifyingContract === undefined ? domain : { ...domain, verifyingContract },
    types: SWITCH_ORDER_TYPES,
    primaryType: 'SwitchOrder' as const,
    message: { network, switch: name, isOn, nonce, expiresAt },
  }
}

/** The hash that a wallet signs for an order. */
export function hashSwitchOrder(domain: SwitchDomain, message: SwitchMessage): Hex {
  return hashTypedData(switchOrderData(domain, message))
}
