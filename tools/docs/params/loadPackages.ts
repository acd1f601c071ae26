import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rowsOf, paramsOf, type NamedParams } from './paramsOf.ts'
import type { KnownParams } from './drawParams.ts'

const packages = new URL('../../../packages/', import.meta.url)

/** A package that has parameters. */
export interface ParamsPackage extends KnownParams {
  readonly name: string
  readonly readmeUrl: URL
  readonly readme: string
}

/** Every package that has parameters, with what its README says. */
export async function loadPackages(): Promise<readonly ParamsPackage[]> {
  const found: { readonly name: string; readonly params: readonly NamedParams[] }[] = []
  for (const name of readdirSync(packages)) {
    const manifest = new URL(`${name}/package.json`, packages)
    if (!existsSync(manifest)) continue
    if (!readFileSync(manifest, 'utf8').includes('"@tlmkit/params": "workspace:')) continue
    const index = new URL(`${name}/src/index.ts`, packages)
    const params = paramsOf((await import(index.href)) as object)
    if (params.length > 0) found.push({ name, params })
  }
  return found.map(({ name, params }) => {
    const readmeUrl = new URL(`${name}/README.md`, packages)
    const others = found
      .filter((each) => each.name !== name)
      .flatMap((each) => each.params.flatMap(({ schema }) => rowsOf(schema)))
    const readme = existsSync(readmeUrl) ? readFileSync(readmeUrl, 'utf8') : ''
    return { name, params, others, readmeUrl, readme }
  })
}
