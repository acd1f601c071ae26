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
import { countWork } from '../bills/countWork.js'
import { turnWeek } from '../rewards/turnWeek.js'

/**
 * Pays the node of a settled bill and frees what it bound: `close()`, by anybody.
 *
 * Rule: a bill without a verdict counts as settled as submitted, `verdictWindow` blocks after that;
 * it is distributed and closed at once.
 * Errors, in this order: `unknown-bill`, `not-settled`, `too-early`.
 * Source: spec/inference.md, Bill.
 */
export function closeBill(environment: BillEnvironment): CommandShape<BillState> {
  const { kinds, rewards } = environment
  return defineCommand<BillState>()({
    timed: rewards !== undefined,
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
  environment: BillEnvironment,
  context: CommandContext,
  bill: SubmittedBill,
): Transition<BillState> {
  const { kinds, rewards } = environment
  const { cu, bind } = bill
  const row = { ...pricedRow(context, bill, bill), release: bind }
  const state = { status: 'closed' } as const
  return {
    state,
    claims: [claimOf(kinds['bill-defaults'], row)],
    tells: rewards === undefined ? [] : turnWeek(rewards, context),
    settled: ([outcome]) => {
      return { state, tells: countWork(environment, context, { bill, cu, outcome }) }
    },
  }
}
