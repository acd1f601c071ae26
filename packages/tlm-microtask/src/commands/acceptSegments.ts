import {
  claimOf,
  defineCommand,
  id,
  list,
  reject,
  tell,
  units,
  type CommandContext,
  type CommandShape,
} from '@tlmkit/core'
import type { BatchState, LiveBatch, SegmentState } from '../batches/BatchState.js'
import { returnedBy } from '../batches/returnedBy.js'
import { batchExecutors, batchSegments } from '../batches/works.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import { isWatchlisted } from '../nodes/isWatchlisted.js'
import {
  bondOf,
  executorOf,
  executorWork,
  newExecutor,
  openBatch,
  segmentOf,
  segmentWork,
  tasksOf,
  worthOf,
  type BatchEnvironment,
} from './BatchEnvironment.js'

/**
 * Assigns segments to a node, which binds their pay: `acceptSegments(node, segments)`.
 *
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-open`, `too-late`, `watchlisted`,
 * `segment-out-of-range` (an empty list or a repeat too), `already-assigned` (or committed),
 * `free-stake-short`.
 * Source: spec/microtask.md, Batch.
 */
export function acceptSegments(environment: BatchEnvironment): CommandShape<BatchState> {
  const { kinds, stake } = environment
  return defineCommand<BatchState>()({
    columns: { node: id('operator'), segments: list({ segment: units() }) },
    codes: [
      ...['unknown-batch', 'already-closed', 'not-open', 'too-late'],
      ...['watchlisted', 'segment-out-of-range', 'already-assigned'],
    ],
    reduce(state, { node, segments }, context) {
      const { work, height } = context
      const batch = openBatch(state)
      if ('rejected' in batch) return batch
      const { commitWindow } = microtaskParamsOf(context.params)
      if (height > batch.submittedAt + commitWindow) return reject('too-late')
      if (isWatchlisted(context, node)) return reject('watchlisted')
      const asked = segments.map(({ segment }) => segment)
      if (!isInRange(batch, asked)) return reject('segment-out-of-range')
      if (asked.some((segment) => isTaken(context, segment))) return reject('already-assigned')
      const known = executorOf(context, node)
      const executor = known ?? newExecutor(batch)
      const row = {
        ...{ batch: work, node, step: executor.steps, height },
        ...worthOf(batch),
        ...bondOf(executor),
        bindable: stake.bindable(context, node),
        segments: asked.map((segment) => tasksOf(context, batch, segment)),
      }
      const after: LiveBatch = {
        ...batch,
        lastExecutor: known === undefined ? node : batch.lastExecutor,
        lastSegment: asked.at(-1) ?? batch.lastSegment,
      }
      const joins = stake.joins(context, node)
      const assigned = asked.map((segment, index) => {
        const previous = asked[index - 1] ?? batch.lastSegment
        const accepted = assignedTo(node, { height, previous })
        return tell(batchSegments, segmentWork(work, segment), () => accepted)
      })
      return {
        state: after,
        claims: [...joins.claims, claimOf(kinds.acceptances, row)],
        tells: [...joins.tells, ...assigned],
        settled: (outcomes) => {
          const acceptance = outcomes.at(-1)
          const bound = executor.bound + returnedBy(acceptance, 'bind')
          const pay = executor.accepted + returnedBy(acceptance, 'added')
          const next = { ...executor, accepted: pay, bound, steps: executor.steps + 1n }
          return {
            state: after,
            tells: [tell(batchExecutors, executorWork(work, node), () => next)],
          }
        },
      }
    },
  })
}

function isInRange(batch: LiveBatch, asked: readonly bigint[]): boolean {
  const isDistinct = new Set(asked).size === asked.length
  return asked.length > 0 && isDistinct && asked.every((segment) => segment < batch.segments)
}

/** A segment that was ever accepted or committed is not accepted again. */
function isTaken(context: CommandContext, segment: bigint): boolean {
  return segmentOf(context, segment) !== undefined
}

interface Assignment {
  readonly height: bigint
  readonly previous: bigint | null
}

function assignedTo(acceptor: string, { height, previous }: Assignment): SegmentState {
  return {
    ...{ node: '', traceRoot: '', committedAt: 0n, acceptor, acceptedAt: height },
    ...{ demandedAt: null, isRevealed: false, previous },
  }
}
