import { parseAccount } from '../accounts/Account.js'
import { parseId } from '../accounts/parseId.js'
import { parseText } from './parseText.js'
import { parseAmount } from '../amounts/Amount.js'
import { parseNatural } from '../amounts/parseNatural.js'
import { parseRatio } from '../amounts/Ratio.js'
import { InputError } from '../errors/InputError.js'
import { didYouMean } from '../errors/closest.js'
import { isHex, quickCell } from './quickCell.js'
import type { Cell, Column, Columns, ListColumn, Row } from './columns.js'

const NOTHING: ReadonlySet<string> = new Set()

/**
 * Reads one typed row from untrusted data.
 *
 * Errors: `row-not-object`, `column-missing`, `column-unknown`, and the codes of each column's
 * type.
 * The message names `where` and the column. Keys named in `besides` are left to others.
 */
export function parseRow(
  columns: Columns,
  value: unknown,
  where: string,
  { besides = NOTHING }: { readonly besides?: ReadonlySet<string> } = {},
): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError({
      code: 'row-not-object',
      message: `${where}: expected an object with the columns ${Object.keys(columns).join(', ')}.`,
      details: { where },
    })
  }
  const row: Record<string, Cell> = {}
  const given = value as Readonly<Record<string, unknown>>
  const entries = entriesOf(columns)
  for (const [name, column] of entries) {
    if (!Object.hasOwn(given, name)) throw missing(name, column, where)
    const cell = given[name]
    row[name] = quickCell(column, cell) ?? parseCell(column, cell, `${where}, column ${name}`)
  }
  const keys = Object.keys(given)
  if (keys.length === entries.length) return row
  for (const name of keys) {
    if (!Object.hasOwn(columns, name) && !besides.has(name)) {
      throw unknownColumn(name, columns, where)
    }
  }
  return row
}

/** Whether a row made by a program is typed already, in the ordinary forms: nothing to convert. */
export function isPlainRow(columns: Columns, row: Row): boolean {
  const entries = entriesOf(columns)
  if (Object.keys(row).length !== entries.length) return false
  for (const [name, column] of entries) {
    const cell = Object.hasOwn(row, name) ? row[name] : undefined
    if (cell === undefined || quickCell(column, cell) !== cell) return false
  }
  return true
}

const known = new WeakMap<Columns, readonly (readonly [name: string, column: Column])[]>()

/** The columns as a list, made once. */
function entriesOf(columns: Columns): readonly (readonly [name: string, column: Column])[] {
  const entries = known.get(columns) ?? Object.entries(columns)
  known.set(columns, entries)
  return entries
}

/** Reads one cell. Errors: the codes of the column's type. */
export function parseCell(column: Column, value: unknown, where: string): Cell {
  switch (column.type) {
    case 'amount':
      return parseAmount(value, where)
    case 'units':
      return parseNatural(value, where)
    case 'ratio':
    case 'rate':
      return parseRatio(value, where)
    case 'flag':
      if (typeof value === 'boolean') return value
      throw refuse('flag-invalid', where, 'write true or false')
    case 'oneOf':
      if (typeof value === 'string' && column.values.includes(value)) return value
      throw refuse('not-one-of', where, `write one of ${column.values.join(', ')}`)
    case 'id':
      return parseId(value, where)
    case 'account':
      return parsePayee(value, where)
    case 'opaque':
      if (typeof value === 'string' && isHex(value)) return value
      throw refuse('hex-invalid', where, 'write bytes as lower case hex, two digits each')
    case 'text':
      return parseText(value, where)
    case 'list':
      return parseList(column, value, where)
  }
}

/** An account that data may name: any but pools, which belong to close modules. */
function parsePayee(value: unknown, where: string): string {
  const account = parseAccount(value, where)
  if (!account.startsWith('pool/')) return account
  throw refuse('account-invalid', where, 'data may not name a pool, only rules and params may')
}

function parseList(column: ListColumn, value: unknown, where: string): readonly Row[] {
  if (!Array.isArray(value)) throw refuse('list-invalid', where, 'write a list')
  if (value.length > column.elementsMax) {
    throw refuse('list-too-long', where, `a list has at most ${column.elementsMax} items`)
  }
  return value.map((item: unknown, index) => parseRow(column.of, item, `${where}[${index}]`))
}

function missing(name: string, column: Column, where: string): InputError {
  return new InputError({
    code: 'column-missing',
    message: `${where}: column "${name}" (${column.type}) is missing.`,
    details: { where, column: name },
  })
}

function unknownColumn(given: string, columns: Columns, where: string): InputError {
  const name = given.slice(0, 80)
  return new InputError({
    code: 'column-unknown',
    message: `${where}: there is no column "${name}".${didYouMean(name, Object.keys(columns))}`,
    details: { where, column: name },
  })
}

function refuse(code: string, where: string, right: string): InputError {
  return new InputError({ code, message: `${where}: ${right}.`, details: { where } })
}
