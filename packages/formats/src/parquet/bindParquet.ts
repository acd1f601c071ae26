import type { Column, Columns, ListColumn } from '@tlmkit/core'
import type { SchemaElement } from 'hyparquet'
import { columnTypeInvalid, matchColumns } from '../vectors/matchColumns.js'

/** A field of the schema with what is below it. */
export interface ParquetNode {
  readonly element: SchemaElement
  readonly children: readonly ParquetNode[]
}

/** One column chunk's values, and how deep they stand. */
export interface ParquetLeaf {
  /** Position among the column chunks of a row group. */
  readonly chunk: number
  readonly path: readonly string[]
  readonly element: SchemaElement
  /** Definition level of a value that is there. */
  readonly defined: number
}

export type ParquetColumn =
  | { readonly type: 'leaf'; readonly leaf: ParquetLeaf }
  | {
      readonly type: 'list'
      /** Definition levels at which the list, an item, and an item that is not null are there. */
      readonly present: number
      readonly item: number
      readonly whole: number
      readonly items: readonly ParquetLeaf[]
    }

const DEPTH_MAX = 8

/** Makes a tree of a schema's list. Throws a RangeError where the counts do not fit. */
export function schemaTree(schema: readonly SchemaElement[]): ParquetNode {
  let at = 0
  const next = (depth: number): ParquetNode => {
    const element = schema[at++]
    if (element === undefined || depth > DEPTH_MAX) throw new RangeError('fields are missing')
    const count = element.num_children ?? 0
    if (count < 0 || count > schema.length) throw new RangeError('a field has too many fields')
    const children: ParquetNode[] = []
    for (let child = 0; child < count; child++) children.push(next(depth + 1))
    return { element, children }
  }
  const root = next(0)
  if (at !== schema.length) throw new RangeError('there are fields beyond the last one')
  return root
}

/**
 * Matches the fields of a schema with the columns of a claim kind: one per column, in the declared
 * order.
 *
 * Errors: `column-missing`, `column-unknown`, `column-twice`, `column-type-invalid`.
 */
export function bindParquet(
  columns: Columns,
  root: ParquetNode,
  where: string,
): readonly ParquetColumn[] {
  const chunks = new Map<ParquetNode, number>()
  const number = (node: ParquetNode): void => {
    if (node.children.length === 0) chunks.set(node, chunks.size)
    for (const child of node.children) number(child)
  }
  number(root)
  const binding = { chunks, where }
  return matchNodes(columns, root, where).map(([name, column, node]) =>
    bindNode(column, node, { ...binding, where: `${where}, column ${name}` }),
  )
}

interface Binding {
  readonly chunks: ReadonlyMap<ParquetNode, number>
  readonly where: string
}

function matchNodes(
  columns: Columns,
  { children }: ParquetNode,
  where: string,
): readonly (readonly [name: string, column: Column, node: ParquetNode])[] {
  const order = matchColumns(
    columns,
    children.map(({ element }) => element.name),
    where,
  )
  return Object.entries(columns).map(([name, column], index) => {
    const node = children[order[index] ?? -1]
    if (node === undefined) throw new TypeError(`${name} was matched`)
    return [name, column, node] as const
  })
}

function bindNode(column: Column, node: ParquetNode, binding: Binding): ParquetColumn {
  if (column.type === 'list') return bindList(column, node, binding)
  const path = [node.element.name]
  return { type: 'leaf', leaf: bindLeaf(column, node, { ...binding, path, above: 0 }) }
}

function bindLeaf(
  column: Column,
  node: ParquetNode,
  { chunks, where, path, above }: Binding & { path: readonly string[]; above: number },
): ParquetLeaf {
  const { element } = node
  const chunk = chunks.get(node)
  if (
    chunk === undefined ||
    element.repetition_type === 'REPEATED' ||
    !isAccepted(column, element)
  ) {
    throw columnTypeInvalid(column, nameOf(node), where)
  }
  return { chunk, path, element, defined: above + optional(node) }
}

function bindList(column: ListColumn, node: ParquetNode, binding: Binding): ParquetColumn {
  const [repeated] = node.children
  const isList =
    node.element.converted_type === 'LIST' || node.element.logical_type?.type === 'LIST'
  const isOne = node.children.length === 1 && repeated?.element.repetition_type === 'REPEATED'
  if (!isList || !isOne || node.element.repetition_type === 'REPEATED') {
    throw columnTypeInvalid(column, nameOf(node), binding.where)
  }
  // Older writers repeat the struct itself, newer ones a group that holds it.
  const [inner] = repeated.children
  const isWrapped = repeated.children.length === 1 && (inner?.children.length ?? 0) > 0
  const struct = isWrapped && inner !== undefined ? inner : repeated
  if (
    struct.children.length === 0 ||
    (isWrapped && struct.element.repetition_type === 'REPEATED')
  ) {
    throw columnTypeInvalid(column, nameOf(node), binding.where)
  }
  const present = optional(node)
  const item = present + 1
  const whole = item + (isWrapped ? optional(struct) : 0)
  const names = [node, repeated, ...(isWrapped ? [struct] : [])].map(({ element }) => element.name)
  const items = matchNodes(column.of, struct, binding.where).map(([name, of, child]) =>
    bindLeaf(of, child, {
      chunks: binding.chunks,
      where: `${binding.where}, column ${name}`,
      path: [...names, name],
      above: whole,
    }),
  )
  return { type: 'list', present, item, whole, items }
}

/** A field that may be missing adds a definition level. */
function optional({ element: { repetition_type } }: ParquetNode): 0 | 1 {
  return repetition_type === 'REQUIRED' || repetition_type === 'REPEATED' ? 0 : 1
}

/** Whether a type holds text. */
export function isText({ type, converted_type, logical_type }: SchemaElement): boolean {
  if (type !== 'BYTE_ARRAY') return false
  return (
    converted_type === 'UTF8' ||
    converted_type === 'ENUM' ||
    logical_type?.type === 'STRING' ||
    logical_type?.type === 'ENUM'
  )
}

function isAccepted(column: Column, element: SchemaElement): boolean {
  if (column.type === 'flag') return element.type === 'BOOLEAN'
  if (isText(element)) return true
  return (column.type === 'amount' || column.type === 'units') && isWhole(element)
}

function isWhole({
  type,
  type_length,
  converted_type,
  logical_type,
  scale,
}: SchemaElement): boolean {
  const isPlain = converted_type === undefined && logical_type === undefined
  const isDecimal = converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL'
  if (isDecimal && ((scale ?? 0) !== 0 || decimalPlaces(logical_type) !== 0)) return false
  if (type === 'FIXED_LEN_BYTE_ARRAY') {
    const width = type_length ?? 0
    return isDecimal ? width > 0 && width <= 32 : isPlain && width === 16
  }
  if (type !== 'INT32' && type !== 'INT64') return false
  const isInteger = logical_type?.type === 'INTEGER' || /^U?INT_/.test(converted_type ?? '')
  return isPlain || isDecimal || isInteger
}

function decimalPlaces(type: SchemaElement['logical_type']): number {
  return type?.type === 'DECIMAL' ? type.scale : 0
}

function nameOf({ element, children }: ParquetNode): string {
  const { type, type_length, converted_type, logical_type, scale } = element
  if (children.length > 0) return logical_type?.type ?? converted_type ?? 'a group'
  const length = type_length === undefined ? '' : ` of ${type_length} bytes`
  const meaning = converted_type ?? logical_type?.type
  const places = meaning === 'DECIMAL' ? ` with ${scale ?? 0} decimal places` : ''
  const repeated = element.repetition_type === 'REPEATED' ? 'repeated ' : ''
  return `${repeated}${type}${length}${meaning === undefined ? '' : ` as ${meaning}`}${places}`
}
