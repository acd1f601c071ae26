import { InputError, didYouMean, type ClaimKind, type Network } from '@tlmkit/core'
import { decodeRow } from '@tlmkit/formats'
import { rowJson } from '../rendering/rowJson.js'
import { parseClaimName } from './claimPaths.js'
import { claimFormatOf, isBinaryFormat, openClaims } from './openClaims.js'
import type { FileName } from './readBytes.js'
import { readRows, type RawRow } from './readRows.js'

/** Files of claims, by kind, in the order they were named. */
export type ClaimFiles = ReadonlyMap<string, readonly Iterable<RawRow>[]>

/** A file of claims of a kind. */
export interface ClaimFile extends FileName {
  readonly kind: ClaimKind
}

/**
 * The files that `--claims` names: `kind=file`, or `file` for the network's first kind.
 *
 * Errors: `kind-unknown`.
 */
export function claimFilesOf(
  network: Network,
  given: readonly string[],
  cwd: string,
): readonly ClaimFile[] {
  const kinds = [...network.kinds.keys()]
  return given.map((text) => {
    const { kind = kinds[0] ?? '', path } = parseClaimName(text)
    const route = network.kinds.get(kind)
    if (route === undefined) throw unknownKind(network, kind, kinds)
    return { kind: route.default.kind, path, cwd }
  })
}

/**
 * Opens the files that `--claims` names.
 *
 * Errors: `kind-unknown`, those of `readRows` and `openClaims`.
 */
export async function readClaims(
  network: Network,
  given: readonly string[],
  cwd: string,
): Promise<ClaimFiles> {
  const files = new Map<string, Iterable<RawRow>[]>()
  for (const file of claimFilesOf(network, given, cwd)) {
    const isBinary = isBinaryFormat(claimFormatOf(file.path))
    const rows = isBinary ? await readBinary(file) : readRows(file)
    const known = files.get(file.kind.name)
    if (known === undefined) files.set(file.kind.name, [rows])
    else known.push(rows)
  }
  return files
}

/** The rows of a file, held in memory. */
async function readBinary(file: ClaimFile): Promise<readonly RawRow[]> {
  const { kind, path } = file
  const rows: RawRow[] = []
  const { blocks } = await openClaims(kind, file)
  for await (const { bytes, offsets, rows: count } of blocks) {
    for (let row = 0; row < count; row++) {
      const where = `${path} row ${rows.length + 1}`
      const typed = decodeRow(kind, bytes.subarray(offsets[row], offsets[row + 1]), where)
      const json = rowJson(kind.columns, typed)
      rows.push({ where, read: () => json })
    }
  }
  return rows
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
