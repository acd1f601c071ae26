import { UsageError } from '../errors/UsageError.js'
import type { Columns } from './columns.js'

/** Typed rows given with a settlement that are not claims: validators, services, voters. */
export interface Table<Name extends string = string, C extends Columns = Columns> {
  readonly name: Name
  readonly key: readonly string[]
  readonly columns: C
}

/**
 * Defines a table. Its rows are part of the input hash, sorted by key bytes.
 *
 * Errors: `key-unknown`, `key-invalid`.
 */
export function defineTable<const Name extends string, const C extends Columns>(
  name: Name,
  options: { readonly key: readonly (keyof C & string)[]; readonly columns: C },
): Table<Name, C> {
  assertKey(`Table "${name}"`, options)
  return Object.freeze({
    name,
    key: Object.freeze([...options.key]),
    columns: Object.freeze({ ...options.columns }),
  })
}

const KEY_TYPES = new Set(['id', 'units', 'oneOf'])

/** Checks that the key names columns that identify. Errors: `key-unknown`, `key-invalid`. */
export function assertKey(
  owner: string,
  { key, columns }: { readonly key: readonly string[]; readonly columns: Columns },
): void {
  if (key.length === 0) {
    throw new UsageError({
      code: 'key-invalid',
      message: `${owner} needs a key of at least one column.`,
    })
  }
  for (const name of key) {
    const column = columns[name]
    if (column === undefined) {
      throw new UsageError({
        code: 'key-unknown',
        message: `${owner} has no column "${name}" for its key.`,
        details: { column: name },
      })
    }
    if (!KEY_TYPES.has(column.type)) {
      throw new UsageError({
        code: 'key-invalid',
        message: `${owner} has key column "${name}" of type ${column.type}: a key is made of id, units and oneOf columns.`,
        details: { column: name },
      })
    }
  }
}
