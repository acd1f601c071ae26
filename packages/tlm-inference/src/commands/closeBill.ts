import {
  claimOf,
  defineCommand,
  reject,
  type CommandContext,
  type CommandShape,
  type Transition,
} from '@tlmkit/core'
import {
  challengeEnd,
  pricedRow,
  verdictEnd,
  type BillEnvironment,
} from '../bills/BillEnvironment.js'
import { isAnswered, type BillState, type SubmittedBill } from '../bills/BillState.js'
import { returnedBy } from '../bills/returnedBy.js'

/**
 * Pays the node of a settled bill and frees what it bound: `close()`, by anybody.
 *
 * Rule: a bill without a verdict counts as settled as submitted, `verdictWindow` blocks after that;
 * it is distributed and closed at once.
 * Errors, in this order: `unknown-bill`, `not-settled`, `too-early`.
 * Source: spec/inference.md, Bill.
 */
export function closeBill(environment: BillEnvironment): CommandShape<BillState> {
  const { kinds } = environment
  return defineCommand<BillState>()({
    columns: {},
    codes: ['unknown-bill', 'not-settled', 'too-early'],
    reduce(bill, _command, context) {
      const { work, height } = context
      if (bill === undefined) return reject('unknown-bill')
      if (!isAnswered(bill)) return reject('not-settled')
      const isSettled = bill.status === 'settled' || height >= verdictEnd(context, bill)
      if (!isSettled) return reject('not-settled')
      if (height < challengeEnd(context, bill)) return reject('too-early')
      if (bill.status === 'submitted') return closeAsSubmitted(environment, context, bill)
      const { node, nodePart, bind } = bill
      const row = { bill: work, node, nodePart, release: bind, height }
      return { state: { status: 'closed' }, claims: [claimOf(kinds['bill-closings'], row)] }
    },
  })
}

function closeAsSubmitted(
  { kinds, countBill }: BillEnvironment,
  context: CommandContext,
  bill: SubmittedBill,
): Transition<BillState> {
  const { node, adaptor, cu, responseMs, targetMs, bind } = bill
  const row = { ...pricedRow(context, bill, bill), release: bind }
  return {
    state: { status: 'closed' },
    claims: [claimOf(kinds['bill-defaults'], row)],
    settled: ([outcome]) => {
      const gross = returnedBy(outcome, 'gross')
      return {
        state: { status: 'closed' },
        tells: countBill(context, { node, adaptor, cu, gross, responseMs, targetMs }),
      }
    },
  }
}
