import { keyText, type Network } from '@tlmkit/core'

/** Which claims are shown. */
export type ClaimFilter = (claim: {
  readonly kind: string
  readonly key: readonly string[]
}) => boolean

/**
 * Reads `--only`: a kind, the first parts of a key, or both as `kind/part/part`.
 *
 * Rule: parts match whole: `relays/app1` takes the claims of app1, not those of app10.
 */
export function parseFilter(network: Network, only: string): ClaimFilter {
  const slash = only.indexOf('/')
  const head = slash < 0 ? only : only.slice(0, slash)
  const isKind = network.kinds.has(head)
  const prefix = isKind ? (slash < 0 ? '' : only.slice(slash + 1)) : only
  return ({ kind, key }) => {
    if (isKind && kind !== head) return false
    const text = keyText(key)
    return prefix === '' || text === prefix || text.startsWith(`${prefix.replace(/\/$/, '')}/`)
  }
}
