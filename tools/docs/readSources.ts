import { readdirSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { parseSource, type SourceText } from '../tidy/SourceText.ts'

const root = new URL('../../', import.meta.url)
const besideSources = /\.(?:test|test-d|fixture|bench)\.ts$/

/** Sources of every package but `testing`, whose plain model says the codes of the engine again. */
export function readSources(): readonly SourceText[] {
  const packages = readdirSync(new URL('packages/', root)).filter((name) => name !== 'testing')
  return packages.flatMap((name) => {
    const folder = `packages/${name}/src/`
    return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .map((path) => folder + path.split(sep).join('/'))
      .filter((path) => path.endsWith('.ts') && !besideSources.test(path))
      .map((path) => parseSource(path, readFileSync(new URL(path, root), 'utf8')))
  })
}
