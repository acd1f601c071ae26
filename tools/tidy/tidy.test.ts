import { readdirSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { expect, test } from 'vitest'
import { findPathViolations } from './findPathViolations.ts'
import { findViolations } from './findViolations.ts'
import { toText } from './Violation.ts'

const root = new URL('../../', import.meta.url)
const folders = ['packages', 'examples', 'bench', 'tools']
const generated = /(?:^|\/)(?:node_modules|dist|\.turbo)(?:\/|$)|\.generated\.ts$/

function listPaths(folder: string): string[] {
  const entries = readdirSync(new URL(folder, root), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (generated.test(path)) return []
    return entry.isDirectory() ? [path, ...listPaths(path)] : [path.split(sep).join('/')]
  })
}

const paths = folders.flatMap(listPaths)
const sources = paths.filter((path) => /\.(?:ts|js|mjs)$/.test(path))

test('there are sources to check', () => {
  expect(sources).toContain('packages/core/src/index.ts')
  expect(sources).toContain('tools/tidy/tidy.test.ts')
})

test('folders and files are named after domain nouns', () => {
  expect(paths.flatMap(findPathViolations).map(toText)).toEqual([])
})

test('sources keep the house style', () => {
  const violations = sources.flatMap((path) =>
    findViolations(path, readFileSync(new URL(path, root), 'utf8')),
  )
  expect(violations.map(toText)).toEqual([])
})
