import type { Column, Columns, ListColumn } from '@tlmkit/core'
import { columnTypeInvalid, matchColumns } from '../vectors/matchColumns.js'
import type { ArrowField, ArrowType } from './parseSchema.js'

/** Fields of a file and the columns they are read into. */
export interface BoundFields {
  /** In the order of the file. */
  readonly fields: readonly BoundField[]
  /** For each column, in the declared order, its position in `fields`. */
  readonly order: readonly number[]
}

export type BoundField =
  | { readonly type: 'leaf'; readonly field: ArrowField }
  | { readonly type: 'list'; readonly wide: boolean; readonly items: BoundFields }

/**
 * Matches the fields of a schema with the columns of a claim kind.
 *
 * Errors: `column-missing`, `column-unknown`, `column-twice`, `column-type-invalid`.
 */
export function bindSchema(
  columns: Columns,
  fields: readonly ArrowField[],
  where: string,
): BoundFields {
  const names = fields.map(({ name }) => name)
  const order = matchColumns(columns, names, where)
  const bound = fields.map((field) => {
    const column = columns[field.name]
    if (column === undefined) throw new TypeError(`${field.name} was matched`)
    return bindField(column, field, `${where}, column ${field.name}`)
  })
  return { fields: bound, order }
}

function bindField(column: Column, field: ArrowField, where: string): BoundField {
  if (column.type === 'list') return bindList(column, field, where)
  if (!isAccepted(column, field)) throw columnTypeInvalid(column, nameOf(field), where)
  return { type: 'leaf', field }
}

function bindList(column: ListColumn, field: ArrowField, where: string): BoundField {
  const { name } = field.type
  const [item] = field.children
  const isList = name === 'List' || name === 'LargeList'
  const isOfStructs = item?.type.name === 'Struct' && item.dictionary === undefined
  if (!isList || !isOfStructs || field.dictionary !== undefined) {
    const called = isList && item !== undefined ? `${name} of ${nameOf(item)}` : nameOf(field)
    throw columnTypeInvalid(column, called, where)
  }
  const items = bindSchema(column.of, item.children, where)
  return { type: 'list', wide: name === 'LargeList', items }
}

function isAccepted(column: Column, { type, dictionary }: ArrowField): boolean {
  const isText = type.name === 'Utf8' || type.name === 'LargeUtf8'
  if (dictionary !== undefined) return isText && column.type !== 'flag'
  if (column.type === 'flag') return type.name === 'Bool'
  if (isText) return true
  if (column.type !== 'amount' && column.type !== 'units') return false
  if (type.name === 'FixedSizeBinary') return type.width === 16
  if (type.name === 'Decimal') return type.scale === 0
  return type.name === 'Int'
}

function nameOf({ type, dictionary }: ArrowField): string {
  const name = typeName(type)
  return dictionary === undefined ? name : `a dictionary of ${name}`
}

function typeName(type: ArrowType): string {
  switch (type.name) {
    case 'other':
      return type.called
    case 'Decimal':
      return `Decimal${type.bits} with ${type.scale} decimal places`
    case 'FixedSizeBinary':
      return `FixedSizeBinary of ${type.width} bytes`
    case 'Int':
      return `${type.signed ? 'Int' : 'UInt'}${type.bits}`
    default:
      return type.name
  }
}
