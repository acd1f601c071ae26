import type { CodeKind, CodeUse } from './CodeUse.ts'
import type { CodeHeading } from './parseHeadings.ts'

/**
 * Compares the codes of the sources with the headings of docs/errors.md; one sentence per fault.
 *
 * Rule: a code has one heading, a heading has a code, it stands in a section of a kind that the
 * code has, and the headings of a section ascend.
 */
export function findDocsFaults(
  uses: readonly CodeUse[],
  headings: readonly CodeHeading[],
): readonly string[] {
  const byCode = Map.groupBy(uses, ({ code }) => code)
  const known = new Set(headings.map(({ code }) => code))
  return [
    ...[...byCode]
      .filter(([code]) => !known.has(code))
      .map(([code, [use]]) => `${code} (${placeOf(use)}) has no heading`),
    ...headings.flatMap((heading, index) =>
      headingFaults(heading, {
        uses: byCode.get(heading.code) ?? [],
        earlier: headings.slice(0, index),
      }),
    ),
  ]
}

interface HeadingPlace {
  readonly uses: readonly CodeUse[]
  readonly earlier: readonly CodeHeading[]
}

function headingFaults(
  { code, section, kind }: CodeHeading,
  { uses, earlier }: HeadingPlace,
): readonly string[] {
  if (uses.length === 0) return [`${code} has a heading, and no source says it`]
  const faults: string[] = []
  if (earlier.some((other) => other.code === code)) faults.push(`${code} has two headings`)
  const previous = earlier.at(-1)
  if (previous?.section === section && previous.code > code) {
    faults.push(`${code} stands after ${previous.code} in "${section}"`)
  }
  const kinds = new Set(uses.map((use) => use.kind))
  if (!kinds.has(kind) && !isUntold(kinds)) {
    faults.push(`${code} is ${[...kinds].join(', ')} and stands in "${section}"`)
  }
  return faults
}

/** Of a code whose kind no place tells, any section may speak. */
function isUntold(kinds: ReadonlySet<CodeKind | undefined>): boolean {
  return kinds.size === 1 && kinds.has(undefined)
}

function placeOf(use: CodeUse | undefined): string {
  return use === undefined ? '' : `${use.path}:${use.line}`
}
