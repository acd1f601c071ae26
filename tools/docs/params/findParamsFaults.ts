import { drawParams, paramsNamed } from './drawParams.ts'
import type { ParamsPackage } from './loadPackages.ts'
import { rowsOf, untoldKeys, type NamedParams, type SchemaParam } from './paramsOf.ts'
import { tablePlaces, withTables } from './readmeTables.ts'

/** What puts a stale table right. */
const COMMAND = 'npx -y pnpm@12 params-docs'

/** The README of a package with its tables as the schemas have them. */
export function freshReadme(one: ParamsPackage): string {
  return withTables(one.readme, (names) => drawParams(names, one))
}

/**
 * Compares the tables of parameters in the READMEs with the schemas; one sentence per fault.
 *
 * Rule: each table is as it is generated; each parameter of each exported schema and module stands
 * in a table under its key; each is made by a parameter kind.
 */
export function findParamsFaults(packages: readonly ParamsPackage[]): readonly string[] {
  const told = new Map<unknown, Set<string>>()
  for (const one of packages) {
    for (const { names } of tablePlaces(one.readme)) {
      for (const { schema, key } of paramsNamed(names, one)) {
        told.set(schema, (told.get(schema) ?? new Set()).add(key))
      }
    }
  }
  return packages.flatMap((one) => [
    ...(freshReadme(one) === one.readme
      ? []
      : [`packages/${one.name}/README.md is not what the schemas say: run ${COMMAND}`]),
    ...one.params.flatMap((named) => {
      const keys = rowsOf(named.schema).filter(
        ({ schema, key }) => !(told.get(schema)?.has(key) ?? false),
      )
      return [...untoldFaults(one, named), ...missingFaults(one, named, keys)]
    }),
  ])
}

function untoldFaults({ name }: ParamsPackage, named: NamedParams): readonly string[] {
  return untoldKeys(named.schema).map(
    (key) =>
      `${name}: ${named.name}.${key} is made by no kind of @tlmkit/params, so that nothing tells its bounds and effect`,
  )
}

function missingFaults(
  { name }: ParamsPackage,
  named: NamedParams,
  rows: readonly SchemaParam[],
): readonly string[] {
  if (rows.length === 0) return []
  const keys = rows.map(({ key }) => key).join(', ')
  const place = `<!-- params: ${named.name} --> and <!-- /params -->`
  return [
    `packages/${name}/README.md says nothing of ${named.name}: ${keys}. Write ${place} and run ${COMMAND}`,
  ]
}
