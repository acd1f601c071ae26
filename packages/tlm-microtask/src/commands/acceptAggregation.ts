import {
  claimOf,
  defineCommand,
  id,
  reject,
  type CommandContext,
  type CommandShape,
  type Transition,
} from '@tlmkit/core'
import type { BatchState, LiveBatch } from '../batches/BatchState.js'
import { returnedBy } from '../batches/returnedBy.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import { isWatchlisted } from '../nodes/isWatchlisted.js'
import { strikeNodes } from '../nodes/strikeNodes.js'
import {
  executorPay,
  openBatch,
  penaltyAccount,
  worthOf,
  type BatchEnvironment,
} from './BatchEnvironment.js'

/**
 * Binds a node to aggregate the batch: `acceptAggregation(node)`.
 *
 * Rule: once a batch another node may take over, when all segments are in and the first did not
 * finalize in time: the first loses its bond and a batch. Its time are two reveal windows from the
 * end of the commit window, or from its own acceptance if that came later.
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-open`, `too-late`, `watchlisted`,
 * `aggregator-already-set`, `free-stake-short`.
 * Source: spec/microtask.md, Batch.
 */
export function acceptAggregation(environment: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: { node: id('operator') },
    codes: [
      ...['unknown-batch', 'already-closed', 'not-open', 'too-late', 'watchlisted'],
      'aggregator-already-set',
    ],
    reduce(state, { node }, context) {
      const batch = openBatch(state)
      if ('rejected' in batch) return batch
      const { finalizeWindow, revealWindow } = microtaskParamsOf(context.params)
      const until = batch.submittedAt + finalizeWindow - 2n * revealWindow
      if (context.height > until) return reject('too-late')
      if (isWatchlisted(context, node)) return reject('watchlisted')
      if (batch.aggregator === '') return bindAggregator(environment, context, { batch, node })
      if (!mayTakeOver(context, batch, node)) return reject('aggregator-already-set')
      return takeOver(environment, context, { batch, node })
    },
  })
}

interface Aggregation {
  readonly batch: LiveBatch
  readonly node: string
}

function bindAggregator(
  { kinds, stake }: BatchEnvironment,
  context: CommandContext,
  { batch, node }: Aggregation,
): Transition<BatchState> {
  const { work, height } = context
  const bindable = stake.bindable(context, node)
  const joins = stake.joins(context, node)
  const row = { batch: work, node, height, bindable, ...worthOf(batch) }
  const bound: LiveBatch = { ...batch, aggregator: node, aggregatorSince: height }
  return {
    state: bound,
    claims: [...joins.claims, claimOf(kinds.aggregations, row)],
    tells: joins.tells,
    settled: (outcomes) => ({
      state: { ...bound, aggregatorBond: returnedBy(outcomes.at(-1), 'bind') },
    }),
  }
}

function mayTakeOver(context: CommandContext, batch: LiveBatch, node: string): boolean {
  const isFirst = batch.replacedAggregator === '' && batch.aggregator !== node
  const isComplete = batch.committed === batch.segments
  return isFirst && isComplete && context.height > overdueAt(context, batch)
}

/** Last height at which the first aggregator is left in peace. */
function overdueAt({ params }: CommandContext, batch: LiveBatch): bigint {
  const { commitWindow, revealWindow } = microtaskParamsOf(params)
  const completeAt = batch.submittedAt + commitWindow
  const { aggregatorSince: since } = batch
  return (since > completeAt ? since : completeAt) + 2n * revealWindow
}

function takeOver(
  environment: BatchEnvironment,
  context: CommandContext,
  { batch, node }: Aggregation,
): Transition<BatchState> {
  const { kinds, stake } = environment
  const { work, height } = context
  const { aggregator: first, aggregatorBond: loss, bonus } = batch
  const row = {
    ...{ batch: work, height, penaltyFrom: penaltyAccount(work) },
    atFault: [{ operator: first, loss }],
  }
  const failedPay = bonus + executorPay(context, first)
  const struck = strikeNodes(context, new Map([[first, failedPay]]))
  const replaced: LiveBatch = { ...batch, replacedAggregator: first, aggregatorBond: 0n }
  return {
    state: replaced,
    claims: [claimOf(kinds.takeovers, row)],
    ...struck,
    settled: () => {
      const faultHeight = overdueAt(context, batch)
      const slashed = stake.slashed(context, { operator: first, amount: loss, faultHeight })
      return {
        state: replaced,
        ...slashed,
        settled: () => bindAggregator(environment, context, { batch: replaced, node }),
      }
    },
  }
}
