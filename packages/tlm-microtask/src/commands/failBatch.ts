import {
  accountOf,
  claimOf,
  tell,
  type CommandContext,
  type Tell,
  type Transition,
} from '@tlmkit/core'
import type { BatchState, ExecutorState, LiveBatch } from '../batches/BatchState.js'
import { returnedBy } from '../batches/returnedBy.js'
import { batchExecutors } from '../batches/works.js'
import type { Slash } from '../batches/StakeBook.js'
import { strikeNodes } from '../nodes/strikeNodes.js'
import {
  executorOf,
  executorPay,
  executorWork,
  isStruck,
  penaltyAccount,
  worthOf,
  type BatchEnvironment,
} from './BatchEnvironment.js'

interface Failure {
  readonly batch: LiveBatch
  /** Executors at fault, and the height at which each committed its first bad segment. */
  readonly executors: ReadonlyMap<string, bigint>
  /** Whether the aggregator finalized what is bad. */
  readonly isAggregatorAtFault: boolean
  readonly tells?: readonly Tell[]
}

/**
 * Fails a batch by executors at fault: their bonds are split, the escrow is refunded, the caller is
 * compensated.
 *
 * Source: spec/microtask.md, Failure and Compensation.
 */
// long: one account of a failure, from who lost what to what everybody's state is after it.
export function failBatch(
  environment: BatchEnvironment,
  context: CommandContext,
  failure: Failure,
): Transition<BatchState> {
  const { kinds } = environment
  const { batch, executors, tells = [] } = failure
  const { work, height } = context
  const { aggregator, aggregatorBond } = batch
  const isAggregatorAtFault = failure.isAggregatorAtFault && !batch.isAggregatorAtFault
  const known = [...executors].flatMap(([node, faultHeight]) => {
    const executor = executorOf(context, node)
    return executor === undefined ? [] : [{ node, faultHeight, executor }]
  })
  const isFirst = batch.status === 'open' || batch.status === 'finalized'
  const bondLost = { operator: aggregator, loss: aggregatorBond, paid: 0n }
  const row = {
    ...{ batch: work, failure: batch.failures, caller: batch.caller, height },
    callerAccount: accountOf('caller', batch.caller, 'balance'),
    ...worthOf(batch),
    ...{ paid: batch.paid, compensated: batch.compensated },
    atFault: [
      ...known.map(({ node, executor }) => {
        return { operator: node, loss: executor.bound, paid: executor.paid }
      }),
      ...(isAggregatorAtFault ? [bondLost] : []),
    ],
    ...{ isFirst, isFirstFailure: batch.failures === 0n },
    ...{ isBonusPaid: batch.isBonusPaid, isAggregatorAtFault },
    penaltyFrom: penaltyAccount(work),
  }
  const slashes: Slash[] = known.map(({ node, faultHeight, executor }) => {
    return { operator: node, amount: executor.bound, faultHeight }
  })
  if (isAggregatorAtFault) {
    slashes.push({ operator: aggregator, amount: aggregatorBond, faultHeight: batch.endedAt })
  }
  const failedPay = new Map<string, bigint>()
  for (const { node } of known) failedPay.set(node, executorPay(context, node))
  if (isAggregatorAtFault) failedPay.set(aggregator, batch.bonus + executorPay(context, aggregator))
  for (const node of failedPay.keys()) {
    if (isStruck(context, batch, node)) failedPay.delete(node)
  }
  const failed: LiveBatch = {
    ...batch,
    status: batch.status === 'expired' ? 'expired' : 'failed',
    endedAt: batch.status === 'open' ? height : batch.endedAt,
    aggregatorBond: isAggregatorAtFault ? 0n : aggregatorBond,
    isAggregatorAtFault: batch.isAggregatorAtFault || isAggregatorAtFault,
    failures: batch.failures + 1n,
  }
  const struck = strikeNodes(context, failedPay)
  return {
    state: failed,
    claims: [claimOf(kinds.failures, row)],
    tells: [
      ...tells,
      ...known.map(({ node, executor }) => tellAtFault(work, node, executor)),
      ...struck.tells,
    ],
    events: struck.events,
    settled: ([outcome]) => {
      const compensated = batch.compensated + returnedBy(outcome, 'compensation')
      return slashAll(environment, context, { state: { ...failed, compensated }, slashes })
    },
  }
}

function tellAtFault(batch: string, node: string, executor: ExecutorState): Tell {
  const after = { ...executor, bound: 0n, isAtFault: true, isStruck: true }
  return tell(batchExecutors, executorWork(batch, node), () => after)
}

/** Tells the book of stakes of every slash, one after the other. */
export function slashAll(
  environment: BatchEnvironment,
  context: CommandContext,
  { state, slashes }: { readonly state: BatchState; readonly slashes: readonly Slash[] },
): Transition<BatchState> {
  const [first, ...rest] = slashes
  if (first === undefined) return { state }
  const { claims, tells } = environment.stake.slashed(context, first)
  return {
    ...{ state, claims, tells },
    settled: () => slashAll(environment, context, { state, slashes: rest }),
  }
}
