import type { Cell, ClaimKind, Column, Row, Table } from '@tlmkit/core'
import * as fc from 'fast-check'
import { rowKey } from '../laws/LawCase.js'
import { arbitraryCell, arbitraryRow, type CellOptions } from './arbitraryCell.js'

/** How claims of a kind are drawn. */
export interface ClaimOptions extends CellOptions {
  /** Claims of one settlement, at most. Default 12. */
  readonly claimsMax?: number
  /** Columns that chance draws badly: a valid proof, a stake that suffices. */
  readonly cells?: Readonly<Record<string, fc.Arbitrary<Cell>>>
}

/**
 * Presented claims of a kind, derived from its columns.
 *
 * Rule: leading key columns come from small sets, so that groups collide; the last one from a wide
 * set, so that most claims differ and some are duplicates or conflict.
 * @example arbitraryClaims(relays, { cells: { proof: fc.constant('validated') } })
 */
export function arbitraryClaims(
  kind: ClaimKind,
  options: ClaimOptions = {},
): fc.Arbitrary<readonly Row[]> {
  const claimsMax = options.claimsMax ?? 12
  const cells = {
    ...keyCells(kind.columns, { key: kind.key, claimsMax, options }),
    ...options.cells,
  }
  return fc.array(arbitraryRow(kind.columns, { ...options, cells }), { maxLength: claimsMax })
}

/** Rows of a table, one per key. */
export function arbitraryTable(
  table: Table,
  options: CellOptions & { readonly rowsMax?: number } = {},
): fc.Arbitrary<readonly Row[]> {
  return fc.uniqueArray(arbitraryRow(table.columns, options), {
    maxLength: options.rowsMax ?? 6,
    selector: (row) => rowKey(table.key, row),
  })
}

interface KeyOptions {
  readonly key: readonly string[]
  readonly claimsMax: number
  readonly options: ClaimOptions
}

function keyCells(
  columns: Readonly<Record<string, Column>>,
  { key, claimsMax, options }: KeyOptions,
): Record<string, fc.Arbitrary<Cell>> {
  const cells: Record<string, fc.Arbitrary<Cell>> = {}
  key.forEach((name, index) => {
    const column = columns[name]
    if (column === undefined) return
    const isLast = index === key.length - 1
    cells[name] = isLast ? wideCell(column, claimsMax * 4) : narrowCell(column, options)
  })
  return cells
}

function narrowCell(column: Column, options: CellOptions): fc.Arbitrary<Cell> {
  return column.type === 'units' ? fc.bigInt({ min: 1n, max: 3n }) : arbitraryCell(column, options)
}

function wideCell(column: Column, count: number): fc.Arbitrary<Cell> {
  if (column.type === 'units') return fc.bigInt({ min: 1n, max: BigInt(count) })
  if (column.type !== 'id') return arbitraryCell(column)
  return fc.integer({ min: 1, max: count }).map((index) => `${column.kind}${index}`)
}
