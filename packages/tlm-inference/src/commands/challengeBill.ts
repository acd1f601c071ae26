import {
  claimOf,
  defineCommand,
  id,
  opaque,
  reject,
  type CommandContext,
  type CommandShape,
  type Transition,
} from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import { challengeEnd, penaltyAccount, type BillEnvironment } from '../bills/BillEnvironment.js'
import { slashFake } from '../bills/slashFake.js'
import type { SlashEnvironment } from '../slashing/slashNode.js'
import { isAnswered, type AnsweredBill, type BillState } from '../bills/BillState.js'

/**
 * Shows that a result is false: `challenge(challenger, evidence)`, by anybody.
 *
 * Rule: the user gets back all it paid, the bind bears what others were paid and the network fee,
 * its rest and the slash are lost. The verifier's evidence is its no, unless it said yes before;
 * any other is judged by the network's `isFake`.
 * Errors, in this order: `unknown-bill`, `not-submitted`, `challenge-over`, `evidence-invalid`.
 * Source: spec/inference.md, Bill and Slashing.
 */
export function challengeBill(environment: BillEnvironment): CommandShape<BillState> {
  return defineCommand<BillState>()({
    columns: { challenger: id('party'), evidence: opaque() },
    codes: ['unknown-bill', 'not-submitted', 'challenge-over', 'evidence-invalid'],
    reduce(bill, { challenger, evidence }, context) {
      if (bill === undefined) return reject('unknown-bill')
      if (!isAnswered(bill)) return reject('not-submitted')
      if (context.height >= challengeEnd(context, bill)) return reject('challenge-over')
      const isNo = challenger === bill.verifier && bill.status === 'submitted'
      if (!isNo && !environment.isFake(evidence, { ...bill, bill: context.work })) {
        return reject('evidence-invalid')
      }
      return punish(environment, context, bill)
    },
  })
}

function punish(
  { kinds, stake, slash }: BillEnvironment,
  context: CommandContext,
  bill: AnsweredBill,
): Transition<BillState> {
  const { work, height, params } = context
  const { user, node, cu, bind, submittedAt: faultHeight } = bill
  const isSettled = bill.status === 'settled'
  const row = {
    ...{ bill: work, user, node, cu, bind, isSettled, height },
    ...{ basePrice: billParamsOf(params).basePrice, penaltyFrom: penaltyAccount(work) },
    escrowed: isSettled ? bill.nodePart : bill.escrow,
    paidOut: isSettled ? bill.paid - bill.nodePart : 0n,
  }
  const state = { status: 'challenged' } as const
  return {
    state,
    claims: [claimOf(kinds['bill-challenges'], row)],
    settled: () => ({
      state,
      ...stake.slashed(context, { operator: node, amount: bind, faultHeight }),
      settled: () => (slash === undefined ? { state } : slashed(slash, context, bill)),
    }),
  }
}

/** The slash comes after the bind is lost: it takes of what is left. */
function slashed(
  environment: SlashEnvironment,
  context: CommandContext,
  bill: AnsweredBill,
): Transition<BillState> {
  const state = { status: 'challenged' } as const
  const slash = slashFake(environment, context, bill)
  if ('rejected' in slash) return { state }
  return { ...slash, state, settled: (outcomes) => ({ state, ...slash.settled(outcomes) }) }
}
