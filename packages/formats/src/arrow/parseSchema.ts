import { arrowInvalid, arrowUnsupported } from './arrowFault.js'
import type { FlatTable } from './FlatTable.js'

/** Type of a column, as far as claims can use it; `other` is refused by name. */
export type ArrowType =
  | { readonly name: 'Utf8' | 'LargeUtf8' | 'Bool' | 'List' | 'LargeList' | 'Struct' }
  | { readonly name: 'Int'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly name: 'Decimal'; readonly bits: 128 | 256; readonly scale: number }
  | { readonly name: 'FixedSizeBinary'; readonly width: number }
  | { readonly name: 'other'; readonly called: string }

export interface ArrowField {
  readonly name: string
  /** Type of the values; of a dictionary's entries where there is one. */
  readonly type: ArrowType
  readonly dictionary: ArrowDictionary | undefined
  readonly children: readonly ArrowField[]
}

export interface ArrowDictionary {
  readonly id: bigint
  readonly bits: 8 | 16 | 32 | 64
  readonly signed: boolean
}

/** Fields of a schema, nested ones included: far more than any claim kind has. */
const FIELDS_MAX = 10_000
const DEPTH_MAX = 8

// Numbers of the type union in Schema.fbs.
const TYPE_NAMES = [
  ...['None', 'Null', 'Int', 'Float', 'Binary', 'Utf8', 'Bool', 'Decimal', 'Date', 'Time'],
  ...['Timestamp', 'Interval', 'List', 'Struct', 'Union', 'FixedSizeBinary', 'FixedSizeList'],
  ...['Map', 'Duration', 'LargeBinary', 'LargeUtf8', 'LargeList', 'RunEndEncoded', 'BinaryView'],
  ...['Utf8View', 'ListView', 'LargeListView'],
]

/** Reads a schema table. Errors: `arrow-invalid`, `arrow-unsupported`. */
export function parseSchema(schema: FlatTable, where: string): readonly ArrowField[] {
  if (schema.short(0) !== 0) {
    throw arrowUnsupported(where, 'the file is big-endian: write it little-endian')
  }
  const budget = { fields: FIELDS_MAX, where }
  return schema.tables(1).map((field) => parseField(field, budget, 0))
}

interface Budget {
  fields: number
  readonly where: string
}

function parseField(field: FlatTable, budget: Budget, depth: number): ArrowField {
  budget.fields -= 1
  if (budget.fields < 0 || depth > DEPTH_MAX) {
    throw arrowInvalid(budget.where, 'the schema has too many fields')
  }
  const dictionary = field.table(4)
  return {
    name: field.text(0),
    type: parseType(field, budget.where),
    dictionary:
      dictionary === undefined
        ? undefined
        : { id: dictionary.long(0), ...parseInt(dictionary.table(1), budget.where) },
    children: field.tables(5).map((child) => parseField(child, budget, depth + 1)),
  }
}

function parseType(field: FlatTable, where: string): ArrowType {
  const name = TYPE_NAMES[field.byte(2)] ?? 'None'
  const type = field.table(3)
  switch (name) {
    case 'Utf8':
    case 'LargeUtf8':
    case 'Bool':
    case 'List':
    case 'LargeList':
    case 'Struct':
      return { name }
    case 'Int':
      return { name, ...parseInt(type, where) }
    case 'Decimal': {
      const bits = type?.int(2, 128)
      if (bits !== 128 && bits !== 256) return { name: 'other', called: `Decimal${bits}` }
      return { name, bits, scale: type?.int(1) ?? 0 }
    }
    case 'FixedSizeBinary':
      return { name, width: type?.int(0) ?? 0 }
    default:
      return { name: 'other', called: name }
  }
}

function parseInt(
  type: FlatTable | undefined,
  where: string,
): { readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean } {
  // A dictionary without an index type has 32-bit signed indices.
  const bits = type === undefined ? 32 : type.int(0)
  if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64) {
    throw arrowInvalid(where, `the schema has integers of ${bits} bits`)
  }
  return { bits, signed: type?.bool(1) ?? true }
}
