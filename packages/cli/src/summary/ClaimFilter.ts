import { didYouMean, keyText, type Network } from '@tlmkit/core'
import { CommandLineError } from '../arguments/CommandLineError.js'

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

interface Asked {
  readonly only: string
  readonly claims: Iterable<{ readonly key: readonly string[] }>
}

/** Refuses `--only` whose first part is no kind and starts no key. Errors: `only-unknown`. */
export function assertClaimsOf(network: Network, { only, claims }: Asked): void {
  const [head = ''] = only.split('/')
  if (network.kinds.has(head)) return
  for (const { key } of claims) if (key[0] === head) return
  const kinds = [...network.kinds.keys()]
  const more = didYouMean(head, kinds)
  throw new CommandLineError({
    code: 'only-unknown',
    message: `--only ${only}: "${head}" is no claim kind, and no claim's key starts with it.${more === '' ? ` Kinds: ${kinds.join(', ')}.` : more}`,
    details: { only },
  })
}
