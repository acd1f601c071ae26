import type { ByteWriter } from '../bytes/ByteWriter.js'
import type { Row } from '../claims/columns.js'
import type { Table } from '../claims/defineTable.js'
import { encodeRow } from '../claims/encodeRow.js'
import { compareKeys, keyOf, keyText } from '../claims/keyOf.js'
import { parseRow } from '../claims/parseRow.js'
import { InputError } from '../errors/InputError.js'
import { didYouMean } from '../errors/closest.js'

/**
 * Untrusted rows by table or claim kind, and how to name one in an error: `validators.json row 3`.
 */
export interface Presented {
  readonly rows: Iterable<unknown>
  readonly where?: (index: number) => string
}

/** The typed tables of one settlement, sorted by key. */
export class Tables {
  readonly #rows = new Map<string, readonly Row[]>()
  readonly #byKey = new Map<string, ReadonlyMap<string, Row>>()
  readonly #tables: ReadonlyMap<string, Table>

  /** Errors: `table-unknown`, `table-row-twice`, and those of `parseRow`. */
  constructor(tables: ReadonlyMap<string, Table>, presented: Readonly<Record<string, Presented>>) {
    this.#tables = tables
    for (const name of Object.keys(presented)) {
      if (!tables.has(name)) throw unknownTable(name, tables)
    }
    for (const table of tables.values()) this.#read(table, presented[table.name])
  }

  rows(table: Table): readonly Row[] {
    return this.#rows.get(table.name) ?? []
  }

  find(table: Table, key: readonly string[]): Row | undefined {
    return this.#byKey.get(table.name)?.get(keyText(key))
  }

  /** Writes the canonical bytes of all tables. */
  encode(writer: ByteWriter): void {
    const names = [...this.#tables.keys()].sort((a, b) => (a < b ? -1 : 1))
    for (const name of names) {
      const rows = this.#rows.get(name) ?? []
      writer.text(name).u32(rows.length)
      for (const row of rows) encodeRow(writer, this.#tables.get(name)?.columns ?? {}, row)
    }
  }

  #read(table: Table, presented: Presented | undefined): void {
    const byKey = new Map<string, Row>()
    const compare = compareKeys(table.columns, table.key)
    let index = 0
    for (const value of presented?.rows ?? []) {
      const where = presented?.where?.(index) ?? `${table.name} row ${index + 1}`
      const row = parseRow(table.columns, value, where)
      const key = keyText(keyOf(table.key, row))
      if (byKey.has(key)) {
        throw new InputError({
          code: 'table-row-twice',
          message: `${where}: table "${table.name}" has the key ${key} twice: keep one row.`,
          details: { table: table.name, key },
        })
      }
      byKey.set(key, row)
      index += 1
    }
    const rows = [...byKey.values()].sort((a, b) =>
      compare(keyOf(table.key, a), keyOf(table.key, b)),
    )
    this.#rows.set(table.name, rows)
    this.#byKey.set(table.name, byKey)
  }
}

function unknownTable(name: string, tables: ReadonlyMap<string, Table>): InputError {
  return new InputError({
    code: 'table-unknown',
    message: `The network has no table "${name}".${didYouMean(name, tables.keys())}`,
    details: { table: name },
  })
}
