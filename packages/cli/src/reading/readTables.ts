import { InputError, didYouMean, type Network, type Presented } from '@tlmkit/core'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FileName } from './readBytes.js'
import { presentRows, readRows, type RawRow } from './readRows.js'
import { toFileError } from './toFileError.js'

/** Rows by table. */
export type TableFiles = ReadonlyMap<string, Iterable<RawRow>>

const TABLE_FILE = /^(.+)\.(?:json|ndjson|jsonl)$/i

/**
 * Opens the folder of tables: one file per table of the network, called after it.
 *
 * Errors: `table-unknown`, `table-missing`, `table-file-twice`, and those of `readRows`.
 */
export function readTables(network: Network, folder: FileName | undefined): TableFiles {
  const tables = [...network.tables.keys()]
  const files = new Map<string, Iterable<RawRow>>()
  for (const name of folder === undefined ? [] : listFolder(folder)) {
    const table = TABLE_FILE.exec(name)?.[1]
    if (table === undefined) continue
    const path = join(folder?.path ?? '', name)
    if (!tables.includes(table)) throw unknownTable(path, table, tables)
    if (files.has(table)) throw twice(path, table)
    files.set(table, readRows({ path, cwd: folder?.cwd ?? '' }))
  }
  for (const table of tables) {
    if (!files.has(table)) throw missing(network, table, folder)
  }
  return files
}

/** Tables, as a settlement takes them. */
export function presentTables(files: TableFiles): Readonly<Record<string, Presented>> {
  return Object.fromEntries([...files].map(([name, rows]) => [name, presentRows([rows])]))
}

function listFolder({ path, cwd }: FileName): readonly string[] {
  try {
    return readdirSync(resolve(cwd, path)).sort()
  } catch (error) {
    throw toFileError(error, 'read the tables in', path)
  }
}

function unknownTable(path: string, table: string, tables: readonly string[]): InputError {
  return new InputError({
    code: 'table-unknown',
    message: `${path}: the network has no table "${table}".${didYouMean(table, tables)}`,
    details: { table, path },
  })
}

function twice(path: string, table: string): InputError {
  return new InputError({
    code: 'table-file-twice',
    message: `${path}: table "${table}" has two files: keep one.`,
    details: { table, path },
  })
}

function missing(network: Network, table: string, folder: FileName | undefined): InputError {
  const where =
    folder === undefined
      ? `name a folder with it: --tables DIR`
      : `${folder.path} has no ${table}.json and no ${table}.ndjson; write [] for an empty one`
  return new InputError({
    code: 'table-missing',
    message: `Network "${network.name}" needs table "${table}": ${where}.`,
    details: { table },
  })
}
