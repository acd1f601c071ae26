import { canonicalJson, type Column, type Columns, type Json } from '@tlmkit/core/rows'
import { createHash } from 'node:crypto'

/**
 * SHA-256 of a claim kind's columns: row bytes can be read by another kind only if they agree.
 *
 * Rule: of the canonical JSON of a list of `[name, column]` in declared order.
 */
export function digestOfColumns(columns: Columns): Uint8Array {
  const text = canonicalJson(columnsToJson(columns))
  return new Uint8Array(createHash('sha256').update(text).digest())
}

function columnsToJson(columns: Columns): Json {
  return Object.entries(columns).map(([name, column]) => [name, columnToJson(column)])
}

function columnToJson(column: Column): Json {
  const { type } = column
  switch (column.type) {
    case 'amount':
      return { type, denomination: column.denomination }
    case 'rate':
      return { type, from: column.from, to: column.to }
    case 'oneOf':
      return { type, values: column.values }
    case 'id':
      return { type, kind: column.kind }
    case 'list':
      return { type, of: columnsToJson(column.of), elementsMax: column.elementsMax }
    case 'units':
    case 'ratio':
    case 'flag':
    case 'account':
    case 'opaque':
    case 'text':
      return { type }
  }
}
