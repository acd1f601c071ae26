import {
  claimOf,
  defineCommand,
  id,
  opaque,
  reject,
  tell,
  units,
  type ClaimOutcome,
  type CommandContext,
  type CommandShape,
  type Tell,
  type Transition,
} from '@tlmkit/core'
import type { BatchState, ExecutorState, LiveBatch, SegmentState } from '../batches/BatchState.js'
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
  penaltyAccount,
  segmentOf,
  segmentWork,
  tasksOf,
  worthOf,
  type BatchEnvironment,
} from './BatchEnvironment.js'

/**
 * Commits a segment's trace and pays it at once: `commitPartial(node, segment, traceRoot)`.
 *
 * Rule: where another's acceptance of it lapsed, its acceptor loses what it bound for it.
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-open`, `too-late`, `watchlisted`
 * (unless the node accepted or committed segments here), `segment-out-of-range`,
 * `already-committed`, `assigned-to-another`, `free-stake-short`.
 * Source: spec/microtask.md, Batch and Binding.
 */
export function commitPartial(environment: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: { node: id('operator'), segment: units(), traceRoot: opaque() },
    codes: [
      ...['unknown-batch', 'already-closed', 'not-open', 'too-late', 'watchlisted'],
      ...['segment-out-of-range', 'already-committed', 'assigned-to-another'],
    ],
    reduce(state, { node, segment, traceRoot }, context) {
      const { height } = context
      const batch = openBatch(state)
      if ('rejected' in batch) return batch
      const { commitWindow, acceptWindow } = microtaskParamsOf(context.params)
      if (height > batch.submittedAt + commitWindow) return reject('too-late')
      const known = executorOf(context, node)
      if (known === undefined && isWatchlisted(context, node)) return reject('watchlisted')
      if (segment >= batch.segments) return reject('segment-out-of-range')
      const assigned = segmentOf(context, segment)
      if (assigned !== undefined && assigned.node !== '') return reject('already-committed')
      const lapsesAt = assigned === undefined ? 0n : assigned.acceptedAt + acceptWindow
      const hasLapsed = assigned !== undefined && height > lapsesAt
      const isOthers = assigned !== undefined && assigned.acceptor !== node
      if (isOthers && !hasLapsed) return reject('assigned-to-another')
      const commit = { node, segment, traceRoot, assigned, known }
      if (!hasLapsed) return commitSegment(environment, context, { ...commit, batch })
      return lapse(environment, context, { ...commit, batch, assigned, lapsesAt })
    },
  })
}

interface Commit {
  readonly batch: LiveBatch
  readonly node: string
  readonly segment: bigint
  readonly traceRoot: string
  readonly assigned: SegmentState | undefined
  readonly known: ExecutorState | undefined
}

interface Lapse extends Commit {
  readonly assigned: SegmentState
  readonly lapsesAt: bigint
}

function commitSegment(
  { kinds, stake }: BatchEnvironment,
  context: CommandContext,
  commit: Commit & { readonly hasLapsed?: boolean },
): Transition<BatchState> {
  const { batch, node, segment, traceRoot, assigned, known, hasLapsed = false } = commit
  const { work, height } = context
  const executor = known ?? newExecutor(batch)
  const { paid, accepted, bound } = executor
  const isAccepted = assigned !== undefined && !hasLapsed
  const { from, to } = tasksOf(context, batch, segment)
  const { tasks, nodesPay, burned, bonus } = batch
  const bindable = stake.bindable(context, node)
  // Written out: this row is made once for every segment of a network.
  // prettier-ignore
  const row = {
    batch: work, segment, node, from, to, tasks, nodesPay, burned, bonus,
    paid, accepted, bound, bindable, isAccepted, traceRoot, height,
  }
  const committed: SegmentState = {
    node,
    traceRoot,
    committedAt: height,
    demandedAt: null,
    isRevealed: false,
    acceptor: assigned?.acceptor ?? '',
    acceptedAt: assigned?.acceptedAt ?? 0n,
    previous: assigned === undefined ? batch.lastSegment : assigned.previous,
  }
  const joins = stake.joins(context, node)
  return {
    state: batch,
    claims: [...joins.claims, claimOf(kinds.commits, row)],
    tells: joins.tells,
    settled: (outcomes) => {
      const outcome = outcomes.at(-1)
      const pay = returnedBy(outcome, 'claimed')
      return {
        state: {
          ...batch,
          committed: batch.committed + 1n,
          paid: batch.paid + pay,
          lastExecutor: known === undefined ? node : batch.lastExecutor,
          lastSegment: assigned === undefined ? segment : batch.lastSegment,
        },
        tells: [
          tell(batchSegments, segmentWork(work, segment), () => committed),
          tellExecutor(work, node, {
            ...executor,
            paid: paid + pay,
            accepted: isAccepted ? accepted - pay : accepted,
            bound: bound + returnedBy(outcome, 'bind'),
          }),
        ],
      }
    },
  }
}

/** First the acceptor pays for the segment it let lapse; then the segment is anybody's. */
function lapse(
  environment: BatchEnvironment,
  context: CommandContext,
  commit: Lapse,
): Transition<BatchState> {
  const { kinds, stake } = environment
  const { batch, segment, assigned, lapsesAt, node, known } = commit
  const { work, height } = context
  const { acceptor } = assigned
  const before = executorOf(context, acceptor) ?? newExecutor(batch)
  const row = {
    ...{ batch: work, segment, node: acceptor, height, penaltyFrom: penaltyAccount(work) },
    ...tasksOf(context, batch, segment),
    ...worthOf(batch),
    ...bondOf(before),
  }
  return {
    state: batch,
    claims: [claimOf(kinds.lapses, row)],
    settled: ([outcome]: readonly ClaimOutcome[]) => {
      const loss = returnedBy(outcome, 'penalty')
      const after: ExecutorState = {
        ...before,
        accepted: before.accepted - returnedBy(outcome, 'lapsedPay'),
        bound: before.bound - loss,
      }
      const slash = { operator: acceptor, amount: loss, faultHeight: lapsesAt }
      const slashed = stake.slashed(context, slash)
      const isOwn = acceptor === node
      return {
        state: batch,
        claims: slashed.claims,
        tells: [tellExecutor(work, acceptor, after), ...slashed.tells],
        settled: () =>
          commitSegment(environment, context, {
            ...commit,
            ...{ hasLapsed: true, known: isOwn ? after : known },
          }),
      }
    },
  }
}

function tellExecutor(batch: string, node: string, after: ExecutorState): Tell {
  return tell(batchExecutors, executorWork(batch, node), () => after)
}
