import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findCodes } from './findCodes.ts'
import { findDocsFaults } from './findDocsFaults.ts'
import { parseHeadings } from './parseHeadings.ts'
import { readSources } from './readSources.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
const uses = findCodes(readSources())

test('the codes that the core, a claim kind, a TLM and the command line say are found', () => {
  const codes = new Set(uses.map(({ code }) => code))
  for (const code of ['overflow', 'behind-watermark', 'not-ripe', 'mint-zero', 'option-twice']) {
    expect(codes).toContain(code)
  }
})

test('docs/errors.md has one heading for each code, in a section of its kind', () => {
  expect(findDocsFaults(uses, parseHeadings(page))).toEqual([])
})
