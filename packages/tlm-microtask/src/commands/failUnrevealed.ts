import { defineCommand, reject, units, type CommandShape } from '@tlmkit/core'
import type { BatchState } from '../batches/BatchState.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import { executorOf, liveBatch, segmentOf, type BatchEnvironment } from './BatchEnvironment.js'
import { failBatch } from './failBatch.js'

/**
 * Fails a batch by an executor whose rows were demanded and not revealed:
 * `failUnrevealed(segment)`, by anybody. The aggregator is not at fault.
 *
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-demanded`, `too-early`,
 * `already-revealed`, `already-at-fault`.
 * Source: spec/microtask.md, Batch.
 */
export function failUnrevealed(environment: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: { segment: units() },
    codes: [
      ...['unknown-batch', 'already-closed', 'not-demanded', 'too-early'],
      ...['already-revealed', 'already-at-fault'],
    ],
    reduce(state, { segment }, context) {
      const batch = liveBatch(state)
      if ('rejected' in batch) return batch
      const { revealWindow } = microtaskParamsOf(context.params)
      const demanded = segmentOf(context, segment)
      if (demanded === undefined || demanded.demandedAt === null) return reject('not-demanded')
      if (context.height <= demanded.demandedAt + revealWindow) return reject('too-early')
      if (demanded.isRevealed) return reject('already-revealed')
      const { node, committedAt } = demanded
      if (executorOf(context, node)?.isAtFault === true) return reject('already-at-fault')
      const executors = new Map([[node, committedAt]])
      return failBatch(environment, context, { batch, executors, isAggregatorAtFault: false })
    },
  })
}
