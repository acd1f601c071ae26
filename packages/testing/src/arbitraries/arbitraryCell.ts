import { accountOf, AMOUNT_MAX, ratioOf, type Cell, type Column, type Row } from '@tlmkit/core'
import * as fc from 'fast-check'

/** How cells are drawn. All parts may be absent. */
export interface CellOptions {
  /** Names an id column draws from, per kind of id. Small, so that claims meet. Default 3. */
  readonly idsMax?: number
  /** Items of a list, at most. Default 4. */
  readonly itemsMax?: number
  /** Accounts that an account column draws from, besides one bucket per id. */
  readonly accounts?: readonly string[]
}

/** Where arithmetic of 53, 64, 127 and 128 bits ends: each side of each edge. */
export const BOUNDARY_AMOUNTS: readonly bigint[] = Object.freeze([
  0n,
  1n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 64n) - 1n,
  1n << 64n,
  1n << 127n,
  AMOUNT_MAX - 1n,
  AMOUNT_MAX,
])

/** Base units or counts: mostly small, so that sums stay in range, the boundaries among them. */
export function arbitraryAmount(): fc.Arbitrary<bigint> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.bigInt({ min: 0n, max: 1000n }) },
    { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 3n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: AMOUNT_MAX }) },
    { weight: 2, arbitrary: fc.constantFrom(...BOUNDARY_AMOUNTS) },
  )
}

/** Names of a kind of actor: `application1`, `application2`, and one beyond the basic plane. */
export function idsOf(kind: string, idsMax = 3): readonly string[] {
  const ids = Array.from({ length: idsMax }, (_, index) => `${kind}${index + 1}`)
  return idsMax < 3 ? ids : [...ids.slice(0, -1), `${kind}\u{1F9FE}`]
}

/** The parsed cells that a column may hold. */
export function arbitraryCell(column: Column, options: CellOptions = {}): fc.Arbitrary<Cell> {
  switch (column.type) {
    case 'amount':
    case 'units':
      return arbitraryAmount()
    case 'ratio':
    case 'rate':
      return arbitraryRatio()
    case 'flag':
      return fc.boolean()
    case 'oneOf':
      return fc.constantFrom(...column.values)
    case 'id':
      return fc.constantFrom(...idsOf(column.kind, options.idsMax))
    case 'account':
      return arbitraryAccount(options)
    case 'opaque':
      return fc.constantFrom('', '00', 'c0ffee')
    case 'text':
      return fc.constantFrom('', 'late by 3 s', 'grün/\u03a3')
    case 'list': {
      const item = arbitraryRow(column.of, options)
      return fc.array(item, { maxLength: Math.min(options.itemsMax ?? 4, column.elementsMax) })
    }
  }
}

/** The parsed rows of columns, each cell drawn on its own. */
export function arbitraryRow(
  columns: Readonly<Record<string, Column>>,
  options: CellOptions & { readonly cells?: Readonly<Record<string, fc.Arbitrary<Cell>>> } = {},
): fc.Arbitrary<Row> {
  const { cells = {} } = options
  const drawn = Object.entries(columns).map(
    ([name, column]) => [name, cells[name] ?? arbitraryCell(column, options)] as const,
  )
  return fc.record(Object.fromEntries(drawn), { noNullPrototype: true })
}

function arbitraryRatio(): fc.Arbitrary<Cell> {
  const term = fc.oneof(
    fc.bigInt({ min: 0n, max: 100n }),
    fc.constantFrom(...BOUNDARY_AMOUNTS, 1n << 255n),
  )
  const of = (num: bigint, den: bigint): Cell => ratioOf(num, den === 0n ? 1n : den)
  return fc.oneof(
    { weight: 3, arbitrary: fc.bigInt({ min: 0n, max: 100n }).map((num) => of(num, 100n)) },
    { weight: 1, arbitrary: fc.tuple(term, term).map(([num, den]) => of(num, den)) },
  )
}

function arbitraryAccount({ idsMax, accounts }: CellOptions): fc.Arbitrary<Cell> {
  const owners = idsOf('owner', idsMax).map((owner) => accountOf('owner', owner, 'account'))
  return fc.constantFrom(...owners, ...(accounts ?? []))
}
