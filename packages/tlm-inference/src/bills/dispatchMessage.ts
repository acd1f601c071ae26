import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** What a user or router signs: which node may take a bill, and who routed it. */
export interface DispatchOrder {
  /** Network that the bill is on. */
  readonly domain: string
  readonly bill: string
  readonly node: string
  /** Empty: nobody routes it. */
  readonly adaptor: string
}

/**
 * The bytes that are signed to name the node of a bill, as hex.
 *
 * Rule: the UTF-8 text of `tlmkit inference dispatch` and the fields, a line each; ids hold no line
 * ends.
 * Source: spec/inference.md, dispatch.
 */
export function dispatchMessage({ domain, bill, node, adaptor }: DispatchOrder): string {
  const lines = ['tlmkit inference dispatch', domain, bill, node, adaptor]
  return bytesToHex(utf8ToBytes(lines.join('\n')))
}
