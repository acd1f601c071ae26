import {
  accountOf,
  claimOf,
  defineCommand,
  reject,
  tell,
  type ClaimOutcome,
  type CommandContext,
  type CommandShape,
  type Transition,
} from '@tlmkit/core'
import type { BatchState, ExecutorState, LiveBatch } from '../batches/BatchState.js'
import { returnedBy } from '../batches/returnedBy.js'
import { batchExecutors } from '../batches/works.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import { strikeNodes } from '../nodes/strikeNodes.js'
import {
  bondOf,
  executorPay,
  executorsOf,
  executorWork,
  openBatch,
  penaltyAccount,
  worthOf,
  type BatchEnvironment,
} from './BatchEnvironment.js'
import { slashAll } from './failBatch.js'

/**
 * Ends a batch that was not finalized in time, by anybody: `expireBatch()`.
 *
 * Rule: the escrow is refunded; executors lose what they bound for segments they did not commit;
 * with all segments in, the aggregator loses its bond.
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-open`, `too-early`.
 * Source: spec/microtask.md, Expiry.
 */
export function expireBatch(environment: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: {},
    codes: ['unknown-batch', 'already-closed', 'not-open', 'too-early'],
    reduce(state, _command, context) {
      const batch = openBatch(state)
      if ('rejected' in batch) return batch
      const { finalizeWindow } = microtaskParamsOf(context.params)
      if (context.height <= batch.submittedAt + finalizeWindow) return reject('too-early')
      return expire(environment, context, batch)
    },
  })
}

type Late = readonly (readonly [node: string, executor: ExecutorState])[]

function expire(
  environment: BatchEnvironment,
  context: CommandContext,
  batch: LiveBatch,
): Transition<BatchState> {
  const { kinds } = environment
  const { work, height } = context
  const { caller, aggregator, aggregatorBond, bonus, paid } = batch
  const late: Late = [...executorsOf(context, batch)].filter(([, { accepted }]) => accepted > 0n)
  const isAggregatorLate = aggregator !== '' && batch.committed === batch.segments
  const row = {
    ...{ batch: work, caller, paid, height, penaltyFrom: penaltyAccount(work) },
    callerAccount: accountOf('caller', caller, 'balance'),
    ...worthOf(batch),
    nodes: [
      ...late.map(([operator, bond]) => ({ operator, ...bondOf(bond), whole: false })),
      ...(isAggregatorLate ? [wholeBond(aggregator, aggregatorBond)] : []),
    ],
    ...{ isFirst: true, isBonusPaid: false },
  }
  const failedPay = new Map(late.map(([node]) => [node, executorPay(context, node)]))
  if (isAggregatorLate) failedPay.set(aggregator, bonus + executorPay(context, aggregator))
  failedPay.delete(batch.replacedAggregator)
  const expired: LiveBatch = {
    ...batch,
    ...{ status: 'expired', endedAt: height },
    aggregatorBond: isAggregatorLate ? 0n : aggregatorBond,
    isAggregatorAtFault: isAggregatorLate,
  }
  return {
    state: expired,
    claims: [claimOf(kinds.expiries, row)],
    ...strikeNodes(context, failedPay),
    settled: ([outcome]) => {
      const losses = lossesOf(outcome)
      const compensated = returnedBy(outcome, 'compensation')
      const { finalizeWindow } = microtaskParamsOf(context.params)
      const faultHeight = batch.submittedAt + finalizeWindow
      const slashes = [...losses].map(([operator, amount]) => ({ operator, amount, faultHeight }))
      const next = slashAll(environment, context, { state: { ...expired, compensated }, slashes })
      const tells = late.map(([node, executor]) => {
        const whole = isAggregatorLate && node === aggregator ? aggregatorBond : 0n
        const bound = executor.bound - ((losses.get(node) ?? 0n) - whole)
        const after = { ...executor, bound, isStruck: true }
        return tell(batchExecutors, executorWork(work, node), () => after)
      })
      return { ...next, tells: [...tells, ...(next.tells ?? [])] }
    },
  }
}

function wholeBond(operator: string, bound: bigint) {
  return { operator, paid: 0n, accepted: 0n, bound, whole: true }
}

/** What each operator lost of what it had bound, in base units. */
function lossesOf(outcome: ClaimOutcome | undefined): ReadonlyMap<string, bigint> {
  const losses = new Map<string, bigint>()
  for (const { debit, amount, reason } of outcome?.postings ?? []) {
    if (reason !== 'expired-bond') continue
    const operator = debit.split('/')[1] ?? ''
    losses.set(operator, (losses.get(operator) ?? 0n) + amount)
  }
  return losses
}
