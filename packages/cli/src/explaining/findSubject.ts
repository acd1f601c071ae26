import { InputError, didYouMean, explainPayee, keyText } from '@tlmkit/core'
import type { JournalBlock, Network, PayeeExplanation } from '@tlmkit/core'

/** What is to be explained. */
export type Subject =
  { readonly kind: string; readonly key: readonly string[] } | { readonly payee: PayeeExplanation }

/**
 * Finds what a name means: `kind/key`, the key of a claim alone, an account, or an owner of some.
 *
 * Errors: `claim-or-payee-unknown`.
 */
export function findSubject(
  network: Network,
  blocks: readonly JournalBlock[],
  name: string,
): Subject {
  const [head = '', ...key] = name.split('/')
  if (network.kinds.has(head) && key.length > 0) return { kind: head, key }
  const claims = blocks.flatMap(({ entries }) => entries).filter(({ type }) => type === 'claim')
  const claim = claims.find((entry) => keyText(entry.key) === name)
  if (claim !== undefined) return { kind: claim.kind, key: claim.key }
  const payee = explainPayee(blocks, name)
  if (payee.lines.length > 0) return { payee }
  const accounts = claims.flatMap(({ postings }) => postings.map(({ credit }) => credit))
  const known = [...claims.map((entry) => keyText(entry.key)), ...new Set(accounts)]
  throw unknownSubject(network, { name, known })
}

interface UnknownSubject {
  readonly name: string
  readonly known: readonly string[]
}

/** The error for a name that means nothing. */
export function unknownSubject(network: Network, { name, known }: UnknownSubject): InputError {
  return new InputError({
    code: 'claim-or-payee-unknown',
    message:
      `"${name}" is no claim and no payee of this settlement.${didYouMean(name, known)} ` +
      `Name a claim as ${[...network.kinds.keys()].join('|')}/<key>, or an account or its owner.`,
    details: { name },
  })
}
