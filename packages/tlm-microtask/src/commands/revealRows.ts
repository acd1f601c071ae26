import { defineCommand, opaque, reject, tell, units, type CommandShape } from '@tlmkit/core'
import type { BatchState } from '../batches/BatchState.js'
import { batchSegments } from '../batches/works.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import {
  executorOf,
  judgedBatch,
  liveBatch,
  segmentOf,
  segmentWork,
  type BatchEnvironment,
} from './BatchEnvironment.js'
import { failBatch } from './failBatch.js'

/**
 * Reveals the rows of a demanded segment, by anybody who has them: `revealRows(segment, rows)`.
 *
 * Rule: rows that open to the committed root answer the demand; if they show that one is bad, the
 * batch fails by the segment's executor.
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-demanded`, `too-late`,
 * `rows-do-not-open`.
 * Source: spec/microtask.md, Batch and Whose fault.
 */
export function revealRows(environment: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: { segment: units(), rows: opaque() },
    codes: ['unknown-batch', 'already-closed', 'not-demanded', 'too-late', 'rows-do-not-open'],
    reduce(state, { segment, rows }, context) {
      const batch = liveBatch(state)
      if ('rejected' in batch) return batch
      const { revealWindow } = microtaskParamsOf(context.params)
      const demanded = segmentOf(context, segment)
      if (demanded === undefined || demanded.demandedAt === null || demanded.isRevealed) {
        return reject('not-demanded')
      }
      if (context.height > demanded.demandedAt + revealWindow) return reject('too-late')
      const verdict = environment.judge.rows(judgedBatch(context, batch), segment, rows)
      if (verdict === 'unopened') return reject('rows-do-not-open')
      const revealed = { ...demanded, isRevealed: true }
      const tells = [tell(batchSegments, segmentWork(context.work, segment), () => revealed)]
      const { node, committedAt } = demanded
      const isAtFault = executorOf(context, node)?.isAtFault === true
      if (verdict === 'good' || isAtFault) return { state: batch, tells }
      const executors = new Map([[node, committedAt]])
      const isAggregatorAtFault = batch.isBonusPaid
      return failBatch(environment, context, { batch, executors, isAggregatorAtFault, tells })
    },
  })
}
