import { InvariantViolation } from '../errors/InvariantViolation.js'
import type { Posting } from '../journal/JournalEntry.js'
import type { LedgerCell } from '../engine/Ledger.js'

/**
 * Checks that the balances moved by exactly what was posted: nothing created, nothing lost.
 *
 * Rule: after each posting the debited cell holds its amount less, the credited cell its amount
 * more
 * (supply cells count up on both sides).
 * Errors: `not-conserved`, which names the module, the claim and the unit.
 */
export function assertPostingsExact(
  touched: readonly (readonly [LedgerCell, bigint])[],
  postings: readonly Posting[],
  claim: string,
): void {
  const expected = new Map<LedgerCell, bigint>()
  const last = new Map<LedgerCell, Posting>()
  postings.forEach((posting, index) => {
    const debit = touched[2 * index]
    const credit = touched[2 * index + 1]
    if (debit === undefined || credit === undefined) throw unrecorded(posting, claim)
    for (const [cell, before] of debit[0] === credit[0] ? [debit] : [debit, credit]) {
      const known = expected.get(cell)
      if (known !== undefined && known !== before) {
        throw notConserved({ cell, expected: known, actual: before }, last.get(cell), claim)
      }
      expected.set(cell, before)
    }
    apply(expected, debit[0], debit[0].supply ? posting.amount : -posting.amount)
    apply(expected, credit[0], posting.amount)
    last.set(debit[0], posting)
    last.set(credit[0], posting)
  })
  for (const [cell, balance] of expected) {
    if (cell.balance === balance) continue
    throw notConserved({ cell, expected: balance, actual: cell.balance }, last.get(cell), claim)
  }
}

function apply(expected: Map<LedgerCell, bigint>, cell: LedgerCell, change: bigint): void {
  expected.set(cell, (expected.get(cell) ?? 0n) + change)
}

interface Difference {
  readonly cell: LedgerCell
  readonly expected: bigint
  readonly actual: bigint
}

function notConserved(
  { cell, expected, actual }: Difference,
  posting: Posting | undefined,
  claim: string,
): InvariantViolation {
  const by = actual - expected
  const verb = by > 0n ? 'creates' : 'loses'
  const units = by > 0n ? by : -by
  return new InvariantViolation({
    code: 'not-conserved',
    message: `Module "${posting?.tlm ?? ''}" ${verb} ${units} ${cell.denomination} in ${claim}: ${cell.account} holds ${actual}, the postings give ${expected}.`,
    details: {
      tlm: posting?.tlm ?? '',
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
