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
import type { BatchState, LiveBatch } from '../batches/BatchState.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import { judgedBatch, openBatch, segmentOf, type BatchEnvironment } from './BatchEnvironment.js'
import { failBatch } from './failBatch.js'

/**
 * Ends a batch by one proof over all of it: `finalizeBatch(aggregator, proof)`.
 *
 * Rule: all good, the aggregator gets its bonus; rows that open and are bad, the batch fails by
 * their executors. Rows that do not open are the aggregator's mistake: it may try again.
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-open`, `not-the-aggregator`,
 * `too-late`, `segments-missing`, `proof-missing`, `proof-invalid`.
 * Source: spec/microtask.md, Batch and Whose fault.
 */
export function finalizeBatch(environment: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: { aggregator: id('operator'), proof: opaque() },
    codes: [
      ...['unknown-batch', 'already-closed', 'not-open', 'not-the-aggregator', 'too-late'],
      ...['segments-missing', 'proof-missing', 'proof-invalid'],
    ],
    reduce(state, { aggregator, proof }, context) {
      const batch = openBatch(state)
      if ('rejected' in batch) return batch
      if (batch.aggregator !== aggregator) return reject('not-the-aggregator')
      const { finalizeWindow } = microtaskParamsOf(context.params)
      if (context.height > batch.submittedAt + finalizeWindow) return reject('too-late')
      if (batch.committed < batch.segments) return reject('segments-missing')
      if (proof === '') return reject('proof-missing')
      const shown = environment.judge.proof(judgedBatch(context, batch), proof)
      if (shown.verdict === 'invalid') return reject('proof-invalid')
      if (shown.verdict !== 'bad') return finalize(environment, context, batch)
      const executors = executorsAt(context, shown.segments)
      if (executors.size === 0) return reject('proof-invalid')
      return failBatch(environment, context, { batch, executors, isAggregatorAtFault: false })
    },
  })
}

function finalize(
  { kinds }: BatchEnvironment,
  { work, height }: CommandContext,
  batch: LiveBatch,
): Transition<BatchState> {
  const row = { batch: work, node: batch.aggregator, bonus: batch.bonus, height }
  return {
    state: { ...batch, status: 'finalized', endedAt: height, isBonusPaid: true },
    claims: [claimOf(kinds.finalizations, row)],
  }
}

/** Who committed these segments, and the height of each one's first. */
function executorsAt(
  context: CommandContext,
  segments: readonly bigint[],
): ReadonlyMap<string, bigint> {
  const executors = new Map<string, bigint>()
  for (const segment of segments) {
    const committed = segmentOf(context, segment)
    if (committed === undefined) continue
    const { node, committedAt } = committed
    const first = executors.get(node)
    if (first === undefined || committedAt < first) executors.set(node, committedAt)
  }
  return executors
}
