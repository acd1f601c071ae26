import { describe, expect, test } from 'vitest'
import { parseSource } from '../tidy/SourceText.ts'
import { UNKNOWN } from './createResolver.ts'
import { findCodes } from './findCodes.ts'
import { findDocsFaults } from './findDocsFaults.ts'
import { parseHeadings } from './parseHeadings.ts'

function codesIn(...texts: readonly string[]): readonly string[] {
  const sources = texts.map((text, index) => parseSource(`packages/x/src/${index}.ts`, text))
  return findCodes(sources).map(({ code, kind }) => `${kind ?? 'untold'} ${code}`)
}

describe('finds a code', () => {
  test.each([
    ['in an error', "throw new UsageError({ code: 'a', message })", ['usage a']],
    ['with its kind beside it', "new BaseError({ kind: 'rejection', code: 'a' })", ['rejection a']],
    [
      'given to a function of the file',
      "throw refuse('a')\nfunction refuse(code: string) { return new InputError({ code }) }",
      ['rejection a'],
    ],
    [
      'in either branch',
      "new InvariantViolation({ code: zero ? 'a' : ('b' as const) })",
      ['invariant a', 'invariant b'],
    ],
    [
      'in a constant',
      "const NO = 'a'\nfunction f() { throw new CommandLineError({ code: NO }) }",
      ['usage a'],
    ],
    [
      'made of a parameter',
      "f('a', 1)\nf('b', 2)\nfunction f(what: 'a' | 'b', n: number) { new InputError({ code: `${what}-x` }) }",
      ['rejection a-x', 'rejection b-x'],
    ],
    ['beside a status', "frame.ended = { status: 'discarded', code: 'a', at: '' }", ['discard a']],
    ['kept for later', "new Map([['ENOENT', { code: 'a' }]])", ['untold a']],
    ['in lists', "defineTlm({ codes: ['a', 'b'], outcomes: ['c'] })", ['a', 'b', 'c']],
    ['in a type', "type FaultCode = 'a' | 'b'", ['discard a', 'discard b']],
  ])('%s', (_, text, codes) => {
    const full = codes.map((code) => (code.includes(' ') ? code : `discard ${code}`))
    expect(codesIn(text)).toEqual(full)
  })

  test('in a list of another file', () => {
    const list = "export const CODES = ['a', 'b'] as const"
    expect(codesIn(list, 'defineClaimKind({ codes: CODES })')).toEqual(['discard a', 'discard b'])
  })

  test('made of a field that another file gives', () => {
    const parser =
      'export function parse(v: string, { name }: Shape) { new InputError({ code: `${name}-x` }) }'
    const destructured = parser.replace(
      '{ name }: Shape) {',
      'shape: Shape) { const { name } = shape;',
    )
    const call = "parse(value, { name: 'a' })"
    expect(codesIn(parser, call)).toEqual(['rejection a-x'])
    expect(codesIn(destructured, call)).toEqual(['rejection a-x'])
  })
})

test('a private function is called in its own file only', () => {
  const local = 'function refuse(code: string) { return new InputError({ code }) }'
  expect(codesIn(`refuse('a')\n${local}`, `refuse('b')\n${local}`)).toEqual([
    'rejection a',
    'rejection b',
  ])
})

test('an error whose code no literal gives is told', () => {
  expect(codesIn('new InputError({ code: codeOf(value) })')).toEqual([`rejection ${UNKNOWN}`])
  expect(codesIn('new InputError({ code: `${what}-x` })')).toEqual([`rejection ${UNKNOWN}-x`])
})

test('codes of others are left out', () => {
  expect(codesIn("context.addIssue({ code: 'custom', message })")).toEqual([])
  expect(codesIn("Object.assign(new Error(), { code: 'ENOENT' })")).toEqual([])
  expect(codesIn('return { code: entry.code }')).toEqual([])
})

describe('compares with the page', () => {
  const uses = findCodes([
    parseSource(
      'packages/x/src/x.ts',
      "new UsageError({ code: 'a' })\nnew UsageError({ code: 'b' })",
    ),
  ])

  test.each([
    [
      'a code without heading',
      '## Usage errors\n### a',
      ['b (packages/x/src/x.ts:2) has no heading'],
    ],
    [
      'a heading without code',
      '## Usage errors\n### a\n### b\n### c',
      ['c has a heading, and no source says it'],
    ],
    [
      'two headings',
      '## Usage errors: x\n### a\n### b\n## Usage errors: y\n### a',
      ['a has two headings'],
    ],
    ['disorder', '## Usage errors\n### b\n### a', ['a stands after b in "Usage errors"']],
    [
      'another kind',
      '## Usage errors\n### a\n## Invariant violations\n### b',
      ['b is usage and stands in "Invariant violations"'],
    ],
    ['nothing wrong', '## Usage errors: x\n### b\n## Usage errors: y\n### a', []],
  ])('%s', (_, page, faults) => {
    expect(findDocsFaults(uses, parseHeadings(page))).toEqual(faults)
  })
})
