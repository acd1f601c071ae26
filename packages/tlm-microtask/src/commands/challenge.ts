import { defineCommand, opaque, reject, units, type CommandShape } from '@tlmkit/core'
import type { BatchState } from '../batches/BatchState.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import {
  executorOf,
  judgedBatch,
  liveBatch,
  segmentOf,
  type BatchEnvironment,
} from './BatchEnvironment.js'
import { failBatch } from './failBatch.js'

/**
 * Shows that a committed segment of an ended batch is bad: `challenge(segment, evidence)`.
 *
 * Rule: its executor is at fault, and the aggregator that finalized the batch.
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-challengeable` (it is open),
 * `challenge-over`, `segment-not-committed`, `already-at-fault`, `evidence-invalid`.
 * Source: spec/microtask.md, Batch and Whose fault.
 */
export function challenge(environment: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: { segment: units(), evidence: opaque() },
    codes: [
      ...['unknown-batch', 'already-closed', 'not-challengeable', 'challenge-over'],
      ...['segment-not-committed', 'already-at-fault', 'evidence-invalid'],
    ],
    reduce(state, { segment, evidence }, context) {
      const batch = liveBatch(state)
      if ('rejected' in batch) return batch
      if (batch.status === 'open') return reject('not-challengeable')
      const { challengeWindow } = microtaskParamsOf(context.params)
      if (context.height >= batch.endedAt + challengeWindow) return reject('challenge-over')
      const committed = segmentOf(context, segment)
      if (committed === undefined || committed.node === '') return reject('segment-not-committed')
      const { node, committedAt } = committed
      if (executorOf(context, node)?.isAtFault === true) return reject('already-at-fault')
      const judged = judgedBatch(context, batch)
      if (!environment.judge.isShownBad(judged, segment, evidence)) {
        return reject('evidence-invalid')
      }
      const executors = new Map([[node, committedAt]])
      const isAggregatorAtFault = batch.isBonusPaid
      return failBatch(environment, context, { batch, executors, isAggregatorAtFault })
    },
  })
}
