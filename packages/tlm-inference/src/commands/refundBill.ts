import {
  claimOf,
  defineCommand,
  reject,
  text,
  type CommandContext,
  type CommandShape,
  type Transition,
} from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import { penaltyAccount, type BillEnvironment } from '../bills/BillEnvironment.js'
import type { BillState, DispatchedBill } from '../bills/BillState.js'
import { countMiss } from '../nodes/countMiss.js'

/**
 * Gives a user back all of a bill that nobody took or answered in time: `refund(reason)`, by
 * anybody.
 *
 * Rule: a node that did not answer loses what it bound, and the miss counts against it.
 * Errors, in this order: `unknown-bill`, `already-ended` (also with its result in), `too-early`.
 * Source: spec/inference.md, Bill.
 */
export function refundBill(environment: BillEnvironment): CommandShape<BillState> {
  const { kinds } = environment
  return defineCommand<BillState>()({
    columns: { reason: text() },
    codes: ['unknown-bill', 'already-ended', 'too-early'],
    reduce(bill, _command, context) {
      const { work, height } = context
      if (bill === undefined) return reject('unknown-bill')
      if (bill.status !== 'opened' && bill.status !== 'dispatched') return reject('already-ended')
      const { dispatchWindow, settleWindow } = billParamsOf(context.params)
      const isTaken = bill.status === 'dispatched'
      const last = isTaken ? bill.dispatchedAt + settleWindow : bill.openedAt + dispatchWindow
      if (height <= last) return reject('too-early')
      if (isTaken) return forfeit(environment, context, { bill, faultHeight: last })
      const row = { bill: work, user: bill.user, escrowed: bill.escrow, height }
      return { state: { status: 'refunded' }, claims: [claimOf(kinds['bill-refunds'], row)] }
    },
  })
}

interface Miss {
  readonly bill: DispatchedBill
  /** Last height at which the node could have answered. */
  readonly faultHeight: bigint
}

function forfeit(
  { kinds, stake }: BillEnvironment,
  context: CommandContext,
  { bill, faultHeight }: Miss,
): Transition<BillState> {
  const { work, height } = context
  const { user, node, bind, escrow } = bill
  const row = {
    ...{ bill: work, user, node, escrowed: escrow, bind, height },
    penaltyFrom: penaltyAccount(work),
  }
  const state = { status: 'refunded' } as const
  return {
    state,
    claims: [claimOf(kinds['bill-forfeits'], row)],
    ...countMiss(context, node),
    settled: () => ({
      state,
      ...stake.slashed(context, { operator: node, amount: bind, faultHeight }),
    }),
  }
}
