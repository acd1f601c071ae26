import { InvariantViolation } from '../errors/InvariantViolation.js'
import type { Posting } from '../journal/JournalEntry.js'
import type { LedgerCell } from '../engine/Ledger.js'

type Touched = readonly (readonly [cell: LedgerCell, before: bigint])[]

/**
 * Checks that the balances moved by exactly what was posted: nothing created, nothing lost.
 *
 * Rule: after each posting the debited cell holds its amount less, the credited cell its amount
 * more
 * (supply cells count up on both sides).
 * Errors: `not-conserved`, which names the module, the claim and the unit.
 */
export function assertPostingsExact(
  touched: Touched,
  postings: readonly Posting[],
  claim: string,
): void {
  postings.forEach((posting, index) => {
    for (const side of [2 * index, 2 * index + 1]) {
      const move = touched[side]
      if (move === undefined) throw unrecorded(posting, claim)
      const [cell, before] = move
      const next = nextBefore(touched, { cell, index })
      const expected = before + changeOf(posting, cell)
      if (next !== expected) throw notConserved({ cell, expected, actual: next }, posting, claim)
    }
  })
}

interface Place {
  readonly cell: LedgerCell
  readonly index: number
}

/** What a cell held when it was next touched by a later posting, or holds now. */
function nextBefore(touched: Touched, { cell, index }: Place): bigint {
  for (let later = 2 * index + 2; later < touched.length; later++) {
    const move = touched[later]
    if (move !== undefined && move[0] === cell) return move[1]
  }
  return cell.balance
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
