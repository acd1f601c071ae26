const NAMED = /^([A-Za-z][A-Za-z0-9-]*)=(.+)$/

/** The kind and the file that a `--claims` names; the kind is undefined where none is named. */
export function parseClaimName(text: string): {
  readonly kind: string | undefined
  readonly path: string
} {
  const [, kind, path = text] = NAMED.exec(text) ?? []
  return { kind, path }
}

/** The file that a `--claims` names. */
export function claimPathOf(text: string): string {
  return parseClaimName(text).path
}
