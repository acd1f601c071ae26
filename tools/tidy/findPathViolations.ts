import type { Violation } from './Violation.ts'

const vagueNames = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'misc'])

/** Folders and files are named after the domain thing they hold. */
export function findPathViolations(path: string): Violation[] {
  const vague = path.split('/').filter((part) => vagueNames.has(part.split('.')[0] ?? part))
  return vague.map((part) => ({
    path,
    line: 0,
    rule: 'vague-name',
    message: `'${part}' says nothing; name it after the domain noun or the symbol it holds`,
  }))
}
