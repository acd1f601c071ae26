import { claimOf, defineCommand, id, reject, text, units, type CommandShape } from '@tlmkit/core'
import { pricedRow, verdictEnd, type BillEnvironment } from '../bills/BillEnvironment.js'
import type { BillState, SettledBill } from '../bills/BillState.js'
import { countWork } from '../bills/countWork.js'
import { returnedBy } from '../bills/returnedBy.js'
import { turnWeek } from '../rewards/turnWeek.js'

/**
 * The verifier settles a bill at its own figures: `settle(verifier, cu, responseMs, reference)`.
 *
 * Rule: all parts but the node's are paid, the node's waits in the escrow, the rest is refunded.
 * Errors, in this order: `unknown-bill`, `not-submitted`, `not-the-verifier`, `too-late`,
 * `cu-above-max`, `reference-missing`.
 * Source: spec/inference.md, Bill and Settle.
 */
export function settleBill(environment: BillEnvironment): CommandShape<BillState> {
  const { kinds, rewards } = environment
  return defineCommand<BillState>()({
    timed: rewards !== undefined,
    columns: { verifier: id('verifier'), cu: units(), responseMs: units(), reference: text() },
    codes: [
      ...['unknown-bill', 'not-submitted', 'not-the-verifier', 'too-late'],
      ...['cu-above-max', 'reference-missing'],
    ],
    reduce(bill, { verifier, cu, responseMs, reference }, context) {
      const { height } = context
      if (bill === undefined) return reject('unknown-bill')
      if (bill.status !== 'submitted') return reject('not-submitted')
      if (bill.verifier !== verifier) return reject('not-the-verifier')
      if (height >= verdictEnd(context, bill)) return reject('too-late')
      if (cu > bill.cuMax) return reject('cu-above-max')
      if (reference === '') return reject('reference-missing')
      const settled: SettledBill = {
        ...{ ...bill, status: 'settled', settledAt: height, paid: 0n, nodePart: 0n },
      }
      const row = pricedRow(context, bill, { cu, responseMs })
      return {
        state: settled,
        claims: [claimOf(kinds['bill-settlements'], row)],
        tells: rewards === undefined ? [] : turnWeek(rewards, context),
        settled: ([outcome]) => {
          const paid = returnedBy(outcome, 'paid')
          return {
            state: { ...settled, paid, nodePart: returnedBy(outcome, 'nodePart') },
            tells: countWork(environment, context, { bill, cu, outcome }),
          }
        },
      }
    },
  })
}
