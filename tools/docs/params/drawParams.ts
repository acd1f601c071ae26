import { boundsText } from '@tlmkit/params'
import { rowsOf, type NamedParams, type SchemaParam } from './paramsOf.ts'

/** Stands before the name of a schema of which only keys are listed that no other package has. */
const OWN = /^own of /

/** The parameters that a place in a README asks for. Throws where the package has no such name. */
export function paramsNamed(
  names: readonly string[],
  { params, others }: KnownParams,
): readonly (SchemaParam & { readonly module: string | undefined })[] {
  return names.flatMap((text) => {
    const name = text.replace(OWN, '')
    const found = params.find((each) => each.name === name)
    if (found === undefined) {
      const known = params.map((each) => each.name).join(', ')
      throw new Error(`<!-- params: ${text} -->: the package exports no params "${name}": ${known}`)
    }
    const foreign = OWN.test(text) ? new Set(others.map(({ schema }) => schema)) : new Set()
    const module = found.isModule ? found.name : undefined
    return rowsOf(found.schema)
      .filter(({ schema }) => !foreign.has(schema))
      .map((row) => ({ ...row, module }))
  })
}

/** What a package exports, and the parameters of all others. */
export interface KnownParams {
  readonly params: readonly NamedParams[]
  readonly others: readonly SchemaParam[]
}

/** A table of parameters, in lines; with a column for the module where one is named. */
export function drawParams(names: readonly string[], known: KnownParams): readonly string[] {
  const rows = paramsNamed(names, known)
  const hasModule = rows.some(({ module }) => module !== undefined)
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const head = [...(hasModule ? ['module'] : []), 'key', 'unit', 'bounds', 'default', 'effect']
  return [
    line(head),
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((row) =>
      line([
        ...(hasModule ? [code(row.module)] : []),
        code(row.key),
        row.unit,
        boundsText(row),
        row.default === '' ? 'none' : row.default,
        row.effect,
      ]),
    ),
  ]
}

function code(name: string | undefined): string {
  return name === undefined ? '' : `\`${name}\``
}
