import type { CodeKind } from './CodeUse.ts'

/** The code of a `###` heading, and what the `##` section that it stands in is about. */
export interface CodeHeading {
  readonly code: string
  readonly section: string
  /** Undefined in a section whose title names no kind. */
  readonly kind: CodeKind | undefined
}

const TITLES: readonly (readonly [title: string, kind: CodeKind])[] = [
  ['Rejections of input', 'rejection'],
  ['Usage errors', 'usage'],
  ['Invariant violations', 'invariant'],
  ['Discards of claims and rejections of commands', 'discard'],
]

/** Reads the headings of docs/errors.md, in their order. */
export function parseHeadings(text: string): readonly CodeHeading[] {
  const headings: CodeHeading[] = []
  let section = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3)
    if (!line.startsWith('### ')) continue
    const kind = TITLES.find(([title]) => section.split(':')[0] === title)?.[1]
    headings.push({ code: line.slice(4), section, kind })
  }
  return headings
}
