import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** What a node offers: one lease of a caller, at most that dear, large and long. */
export interface Offer {
  /** Network that the offer is made on. */
  readonly domain: string
  readonly lease: string
  readonly caller: string
  readonly node: string
  /** Base units per KiB and block. */
  readonly rhoCap: bigint
  readonly kib: bigint
  readonly blocks: bigint
}

/** What a party of a lease signs when it seals it. */
export interface Sealing {
  readonly domain: string
  readonly lease: string
  /** How often the lease was opened again: an old signature seals nothing new. */
  readonly round: bigint
  /** Hex. */
  readonly root: string
}

/** What signers of the switch sign. */
export interface SwitchOrder {
  readonly domain: string
  readonly order: 'suspend' | 'suspend-and-clear' | 'resume'
  /** Number of the order; each is carried out once. */
  readonly nonce: bigint
  /** Last height at which it may be carried out. */
  readonly expiresAt: bigint
}

/**
 * The bytes that a node signs to offer a lease, as hex.
 *
 * Rule: the UTF-8 text of `tlmkit memory offer` and the fields, a line each; ids hold no line ends.
 * Source: spec/memory.md, Reserve.
 */
export function offerMessage(offer: Offer): string {
  const { domain, lease, caller, node, rhoCap, kib, blocks } = offer
  return message('offer', [domain, lease, caller, node, rhoCap, kib, blocks])
}

/** The bytes that a party signs to seal a lease, as hex; built like `offerMessage`. */
export function sealMessage({ domain, lease, round, root }: Sealing): string {
  return message('seal', [domain, lease, round, root])
}

/** The bytes that signers of the switch sign, as hex; built like `offerMessage`. */
export function switchMessage({ domain, order, nonce, expiresAt }: SwitchOrder): string {
  return message('switch', [domain, order, nonce, expiresAt])
}

function message(what: string, fields: readonly (string | bigint)[]): string {
  return bytesToHex(utf8ToBytes([`tlmkit memory ${what}`, ...fields.map(String)].join('\n')))
}
