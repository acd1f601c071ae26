/** What becomes of who meets a code: an error of one of three kinds, or the end of a claim. */
export const KINDS = ['rejection', 'usage', 'invariant', 'discard'] as const

export type CodeKind = (typeof KINDS)[number]

/** A code found in the sources, and the line that says it. */
export interface CodeUse {
  readonly code: string
  /** Undefined where the object that holds the code does not tell. */
  readonly kind: CodeKind | undefined
  readonly path: string
  readonly line: number
}
