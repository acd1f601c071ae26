import { findSettlementViolations } from './findSettlementViolations.ts'
import { findStyleViolations } from './findStyleViolations.ts'
import { parseSource } from './SourceText.ts'
import type { Violation } from './Violation.ts'

/** All breaches in one file; `path` is relative to the root, with forward slashes. */
export function findViolations(path: string, text: string): Violation[] {
  const source = parseSource(path, text)
  return [...findStyleViolations(source), ...findSettlementViolations(source)].sort(
    (a, b) => a.line - b.line,
  )
}
