import { formatRatio, isRatio, type Columns, type Json, type Row } from '@tlmkit/core'

/** A row as a claim file says it: whole numbers and ratios as text. */
export function rowJson(columns: Columns, row: Row): { readonly [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      const cell = row[name]
      if (typeof cell === 'bigint') return [name, cell.toString()]
      if (isRatio(cell)) return [name, formatRatio(cell)]
      if (column.type !== 'list' || !Array.isArray(cell)) return [name, plain(cell)]
      return [name, (cell as readonly Row[]).map((item) => rowJson(column.of, item))]
    }),
  )
}

function plain(cell: Row[string] | undefined): Json {
  return typeof cell === 'string' || typeof cell === 'boolean' ? cell : null
}
