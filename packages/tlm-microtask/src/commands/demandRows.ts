import {
  defineCommand,
  id,
  reject,
  tell,
  units,
  type CommandContext,
  type CommandShape,
} from '@tlmkit/core'
import type { BatchState, LiveBatch } from '../batches/BatchState.js'
import { batchSegments } from '../batches/works.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import { liveBatch, segmentOf, segmentWork } from './BatchEnvironment.js'

/**
 * Demands the rows of a committed segment: `demandRows(party, segment)`, by the aggregator or the
 * caller.
 *
 * Rule: no demand outlives its window, and none extends it.
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-a-party`, `segment-not-committed`,
 * `already-demanded`, `challenge-over`.
 * Source: spec/microtask.md, Batch.
 */
export const demandRows: CommandShape<BatchState> = defineCommand<BatchState>()({
  columns: { party: id('party'), segment: units() },
  codes: [
    ...['unknown-batch', 'already-closed', 'not-a-party', 'segment-not-committed'],
    ...['already-demanded', 'challenge-over'],
  ],
  reduce(state, { party, segment }, context) {
    const batch = liveBatch(state)
    if ('rejected' in batch) return batch
    const isParty = party === batch.caller || party === batch.aggregator
    if (!isParty) return reject('not-a-party')
    const committed = segmentOf(context, segment)
    if (committed === undefined || committed.node === '') return reject('segment-not-committed')
    if (committed.demandedAt !== null) return reject('already-demanded')
    if (!mayDemand(context, batch)) return reject('challenge-over')
    const demanded = { ...committed, demandedAt: context.height }
    const work = segmentWork(context.work, segment)
    return { state: batch, tells: [tell(batchSegments, work, () => demanded)] }
  },
})

function mayDemand({ params, height }: CommandContext, batch: LiveBatch): boolean {
  const { finalizeWindow, revealWindow, challengeWindow } = microtaskParamsOf(params)
  const reveals = 2n * revealWindow
  return batch.status === 'open'
    ? height <= batch.submittedAt + finalizeWindow - reveals
    : height < batch.endedAt + challengeWindow - reveals
}
