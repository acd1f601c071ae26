import { InvariantViolation } from '../errors/InvariantViolation.js'
import type { Posting } from '../journal/JournalEntry.js'
import type { Ledger, LedgerCell } from '../engine/Ledger.js'

/**
 * Checks that the balances moved by exactly what was posted: nothing created, nothing lost.
 *
 * Rule: after each posting the debited cell holds its amount less, the credited cell its amount
 * more
 * (supply cells count up on both sides).
 * Errors: `not-conserved`, which names the module, the claim and the unit.
 */
export function assertPostingsExact(
  ledger: Ledger,
  postings: readonly Posting[],
  claim: string,
): void {
  const cells = ledger.touchedCells
  const balances = ledger.touchedBalances
  const nextBalance = cells.length > FEW ? balancesAfter(ledger) : searchedBalance(ledger)
  postings.forEach((posting, index) => {
    for (const side of [2 * index, 2 * index + 1]) {
      const [cell, before] = [cells[side], balances[side]]
      if (cell === undefined || before === undefined) throw unrecorded(posting, claim)
      const actual = nextBalance(cell, { side, from: 2 * index + 2 })
      const expected = before + changeOf(posting, cell)
      if (actual !== expected) throw notConserved({ cell, expected, actual }, posting, claim)
    }
  })
}

/** Sides of moves up to which a search is faster than a table. */
const FEW = 32

type NextBalance = (
  cell: LedgerCell,
  at: { readonly side: number; readonly from: number },
) => bigint

/** What a cell held when a later move touched it, or holds now. */
function searchedBalance({ touchedCells, touchedBalances }: Ledger): NextBalance {
  return (cell, { from }) => {
    const later = touchedCells.indexOf(cell, from)
    return later < 0 ? cell.balance : (touchedBalances[later] ?? 0n)
  }
}

/** The same for many moves, in one pass from the last to the first. */
function balancesAfter({ touchedCells, touchedBalances }: Ledger): NextBalance {
  const after: bigint[] = []
  const seen = new Map<LedgerCell, bigint>()
  for (let debit = touchedCells.length - 2; debit >= 0; debit -= 2) {
    for (const side of [debit, debit + 1]) {
      const cell = touchedCells[side]
      if (cell !== undefined) after[side] = seen.get(cell) ?? cell.balance
    }
    for (const side of [debit, debit + 1]) {
      const [cell, before] = [touchedCells[side], touchedBalances[side]]
      if (cell !== undefined && before !== undefined) seen.set(cell, before)
    }
  }
  return (_cell, { side }) => after[side] ?? 0n
}

/** By how much a posting changes a cell. */
function changeOf(posting: Posting, cell: LedgerCell): bigint {
  let change = 0n
  if (posting.debit === cell.account) change += cell.supply ? posting.amount : -posting.amount
  if (posting.credit === cell.account) change += posting.amount
  return change
}

interface Difference {
  readonly cell: LedgerCell
  readonly expected: bigint
  readonly actual: bigint
}

function notConserved(
  { cell, expected, actual }: Difference,
  posting: Posting,
  claim: string,
): InvariantViolation {
  const by = actual - expected
  const verb = by > 0n ? 'creates' : 'loses'
  const units = by > 0n ? by : -by
  return new InvariantViolation({
    code: 'not-conserved',
    message: `Module "${posting.tlm}" ${verb} ${units} ${cell.denomination} in ${claim}: ${cell.account} holds ${actual}, the postings give ${expected}.`,
    details: {
      tlm: posting.tlm,
      claim,
      account: cell.account,
      denomination: cell.denomination,
      units: by,
    },
  })
}

function unrecorded(posting: Posting, claim: string): InvariantViolation {
  return new InvariantViolation({
    code: 'not-conserved',
    message: `Module "${posting.tlm}" posted ${posting.amount} ${posting.denomination} in ${claim} without moving it.`,
    details: { tlm: posting.tlm, claim },
  })
}
