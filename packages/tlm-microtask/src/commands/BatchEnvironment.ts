import {
  accountOf,
  type AccountPath,
  type CommandContext,
  type Rejection,
  reject,
} from '@tlmkit/core'
import type { BatchState, ExecutorState, LiveBatch, SegmentState } from '../batches/BatchState.js'
import type { StakeBook } from '../batches/StakeBook.js'
import type { JudgedBatch, TraceJudge } from '../batches/TraceJudge.js'
import { batchExecutors, batchSegments } from '../batches/works.js'
import type { MicrotaskKinds } from '../claims.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'

/** What the commands of batches work with. */
export interface BatchEnvironment {
  readonly denomination: string
  readonly kinds: MicrotaskKinds
  readonly stake: StakeBook
  readonly judge: TraceJudge
}

/** The batch, or why no command may touch it: the first two codes of every ladder. */
export function liveBatch(
  state: BatchState | undefined,
): LiveBatch | Rejection<'unknown-batch' | 'already-closed'> {
  if (state === undefined) return reject('unknown-batch')
  return state.status === 'closed' ? reject('already-closed') : state
}

/** The state of an open batch, or why it is none: the first three codes of a ladder. */
export function openBatch(
  state: BatchState | undefined,
): LiveBatch | Rejection<'unknown-batch' | 'already-closed' | 'not-open'> {
  const batch = liveBatch(state)
  return 'rejected' in batch || batch.status === 'open' ? batch : reject('not-open')
}

export function segmentOf(
  { peek, work }: CommandContext,
  segment: bigint,
): SegmentState | undefined {
  return peek(batchSegments, segmentWork(work, segment))
}

export const segmentWork = (batch: string, segment: bigint): string => `${batch}/${segment}`

export const executorWork = (batch: string, node: string): string => `${batch}/${node}`

const NO_EXECUTOR: ExecutorState = {
  ...{ paid: 0n, accepted: 0n, bound: 0n, steps: 0n },
  ...{ isAtFault: false, isStruck: false, previous: '' },
}

export function executorOf(
  { peek, work }: CommandContext,
  node: string,
): ExecutorState | undefined {
  return peek(batchExecutors, executorWork(work, node))
}

/** An executor as a batch meets it first: it names the one before it. */
export function newExecutor(batch: LiveBatch): ExecutorState {
  return { ...NO_EXECUTOR, previous: batch.lastExecutor }
}

/** Every executor of the batch at hand, the last to come first. */
export function* executorsOf(
  context: CommandContext,
  batch: LiveBatch,
): Generator<readonly [node: string, executor: ExecutorState]> {
  let node = batch.lastExecutor
  while (node !== '') {
    const executor = executorOf(context, node)
    if (executor === undefined) return
    yield [node, executor]
    node = executor.previous
  }
}

/**
 * What a node was paid and has accepted as an executor of the batch at hand, in base units: U + V.
 *
 * Source: spec/microtask.md, Watchlist.
 */
export function executorPay(context: CommandContext, node: string): bigint {
  const executor = executorOf(context, node)
  return (executor?.paid ?? 0n) + (executor?.accepted ?? 0n)
}

/** Every segment of the batch at hand that was accepted or committed, the last to come first. */
export function* segmentsOf(context: CommandContext, batch: LiveBatch): Generator<bigint> {
  let segment = batch.lastSegment
  while (segment !== null) {
    yield segment
    segment = segmentOf(context, segment)?.previous ?? null
  }
}

/** Whether the batch at hand was counted against a node before: it counts once. */
export function isStruck(context: CommandContext, batch: LiveBatch, node: string): boolean {
  if (node === batch.replacedAggregator) return true
  if (node === batch.aggregator && batch.isAggregatorAtFault) return true
  return executorOf(context, node)?.isStruck === true
}

/** First task of a segment, and the first after it. */
export function tasksOf(
  context: CommandContext,
  batch: LiveBatch,
  segment: bigint,
): { readonly from: bigint; readonly to: bigint } {
  const { segmentSize } = microtaskParamsOf(context.params)
  const from = segment * segmentSize
  const end = from + segmentSize
  return { from, to: end < batch.tasks ? end : batch.tasks }
}

/** Columns of a claim that tell what the batch is worth. */
export function worthOf({ tasks, nodesPay, burned, bonus }: LiveBatch): {
  readonly tasks: bigint
  readonly nodesPay: bigint
  readonly burned: bigint
  readonly bonus: bigint
} {
  return { tasks, nodesPay, burned, bonus }
}

/** Columns of a claim that tell what a node has bound in the batch. */
export function bondOf({ paid, accepted, bound }: ExecutorState): {
  readonly paid: bigint
  readonly accepted: bigint
  readonly bound: bigint
} {
  return { paid, accepted, bound }
}

/** Where bonds that are lost are gathered until they are split. */
export function penaltyAccount(batch: string): AccountPath {
  return accountOf('penalty', batch, 'locked')
}

/** The batch at hand, as a judge of rows looks at it. */
export function judgedBatch(context: CommandContext, batch: LiveBatch): JudgedBatch {
  const { segmentSize, rowChecks } = microtaskParamsOf(context.params)
  const { tasks, tasksRoot, segments } = batch
  return {
    ...{ id: context.work, tasks, tasksRoot, segmentSize, segments, rowChecks },
    traceRoot: (segment) => segmentOf(context, segment)?.traceRoot ?? '',
  }
}
