import { InputError, didYouMean, type Network } from '@tlmkit/core'
import { readRows, type RawRow } from './readRows.js'

/** Files of claims, by kind, in the order they were named. */
export type ClaimFiles = ReadonlyMap<string, readonly Iterable<RawRow>[]>

const NAMED = /^([A-Za-z][A-Za-z0-9-]*)=(.+)$/

/**
 * Opens the files that `--claims` names: `kind=file`, or `file` for the network's first kind.
 *
 * Errors: `kind-unknown`, and those of `readRows`.
 */
export function readClaims(network: Network, given: readonly string[], cwd: string): ClaimFiles {
  const files = new Map<string, Iterable<RawRow>[]>()
  const kinds = [...network.kinds.keys()]
  for (const text of given) {
    const [, named, file] = NAMED.exec(text) ?? []
    const kind = named ?? kinds[0] ?? ''
    if (!kinds.includes(kind)) throw unknownKind(network, kind, kinds)
    const rows = readRows({ path: file ?? text, cwd })
    const known = files.get(kind)
    if (known === undefined) files.set(kind, [rows])
    else known.push(rows)
  }
  return files
}

function unknownKind(network: Network, kind: string, kinds: readonly string[]): InputError {
  const more = didYouMean(kind, kinds)
  return new InputError({
    code: 'kind-unknown',
    message:
      `Network "${network.name}" has no claim kind "${kind}".` +
      (more === '' ? ` It has: ${kinds.join(', ')}.` : more),
    details: { kind },
  })
}
