import { listParams, type ParamRow } from '@tlmkit/params'

/** Parameters that a package has under one of its exported names. */
export interface NamedParams {
  readonly name: string
  /** Whether the name is that of a module, not of a schema that several share. */
  readonly isModule: boolean
  readonly schema: ParamsSchema
}

type ParamsSchema = Parameters<typeof listParams>[0]

/** A parameter, and the schema object that checks it: packages that share it share that object. */
export interface SchemaParam extends ParamRow {
  readonly schema: unknown
}

/** The schemas and modules with parameters that a package exports, by name. */
export function paramsOf(exported: object): readonly NamedParams[] {
  const entries: readonly [string, unknown][] = Object.entries(exported)
  return entries.flatMap(([name, value]): readonly NamedParams[] => {
    if (isSchema(value)) {
      return rowsOf(value).length === 0 ? [] : [{ name, isModule: false, schema: value }]
    }
    const params: unknown = isObject(value) && 'params' in value ? value.params : undefined
    const isModule = isObject(value) && 'version' in value && isSchema(params)
    return isModule ? [{ name, isModule, schema: params }] : []
  })
}

/** Parameters of a schema with the objects that check them. */
export function rowsOf(schema: ParamsSchema): readonly SchemaParam[] {
  const { shape }: { readonly shape: Readonly<Record<string, unknown>> } = schema
  return listParams(schema).map((row) => ({ ...row, schema: shape[row.key] }))
}

/** Keys that no parameter kind made: nothing is known of their bounds, default or effect. */
export function untoldKeys(schema: ParamsSchema): readonly string[] {
  const told = new Set(listParams(schema).map(({ key }) => key))
  return Object.keys(schema.shape).filter((key) => !told.has(key))
}

function isSchema(value: unknown): value is ParamsSchema {
  return isObject(value) && '~standard' in value && 'shape' in value && isObject(value.shape)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
