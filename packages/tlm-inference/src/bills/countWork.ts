import { ratioOf, type ClaimOutcome, type CommandContext, type Tell } from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import { countBill } from '../rewards/countBill.js'
import type { AnsweredBill } from './BillState.js'
import type { BillEnvironment } from './BillEnvironment.js'
import { returnedBy } from './returnedBy.js'

interface Counted {
  readonly bill: AnsweredBill
  readonly cu: bigint
  /** How its distribution ended. */
  readonly outcome: ClaimOutcome | undefined
}

/** Counts what a bill was settled for among the rewards of its week, where there are any. */
export function countWork(
  { rewards }: BillEnvironment,
  context: CommandContext,
  { bill, cu, outcome }: Counted,
): readonly Tell[] {
  if (rewards === undefined) return []
  const { num, den } = billParamsOf(context.params).latencyFactorMax
  const { node, adaptor, targetMs } = bill
  const lateness = ratioOf(num * returnedBy(outcome, 'lateMs'), den * targetMs)
  const gross = returnedBy(outcome, 'gross')
  return countBill(rewards, context, { node, adaptor, cu, gross, lateness })
}
