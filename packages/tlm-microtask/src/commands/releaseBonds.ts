import {
  claimOf,
  defineCommand,
  reject,
  tell,
  type CommandContext,
  type CommandShape,
  type Tell,
} from '@tlmkit/core'
import type { BatchState, ExecutorState, LiveBatch } from '../batches/BatchState.js'
import { batchExecutors, batchSegments } from '../batches/works.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import { microtaskNodes } from '../nodes/microtaskNodes.js'
import {
  executorsOf,
  executorWork,
  liveBatch,
  segmentsOf,
  segmentWork,
  type BatchEnvironment,
} from './BatchEnvironment.js'

/**
 * Frees what is bound for an ended batch, and closes it: `releaseBonds()`, by anybody.
 *
 * Rule: a node whose pay of a finalized batch reaches what it failed over last has a clean name
 * again.
 * Errors, in this order: `unknown-batch`, `already-closed`, `not-ended`, `too-early`.
 * Source: spec/microtask.md, Batch and Watchlist.
 */
export function releaseBonds({ kinds }: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: {},
    codes: ['unknown-batch', 'already-closed', 'not-ended', 'too-early'],
    reduce(state, _command, context) {
      const batch = liveBatch(state)
      if ('rejected' in batch) return batch
      if (batch.status === 'open') return reject('not-ended')
      const { work, height, params } = context
      const { challengeWindow } = microtaskParamsOf(params)
      if (height < batch.endedAt + challengeWindow) return reject('too-early')
      const executors = [...executorsOf(context, batch)]
      const row = { batch: work, height, bonds: bondsOf(batch, executors) }
      return {
        state: { status: 'closed' },
        claims: [claimOf(kinds.releases, row)],
        tells: [...forget(context, batch, executors), ...clearNames(context, batch, executors)],
      }
    },
  })
}

type Executors = readonly (readonly [node: string, executor: ExecutorState])[]

function bondsOf(
  { aggregator, aggregatorBond }: LiveBatch,
  executors: Executors,
): readonly { readonly operator: string; readonly release: bigint }[] {
  const bonds = executors.map(([operator, { bound }]) => ({ operator, release: bound }))
  const all = [...bonds, { operator: aggregator, release: aggregatorBond }]
  return all.filter(({ release }) => release > 0n)
}

function* forget(context: CommandContext, batch: LiveBatch, executors: Executors): Generator<Tell> {
  const { work } = context
  for (const segment of segmentsOf(context, batch)) {
    yield tell(batchSegments, segmentWork(work, segment), () => undefined)
  }
  for (const [node] of executors) {
    yield tell(batchExecutors, executorWork(work, node), () => undefined)
  }
}

function clearNames(
  { peek }: CommandContext,
  batch: LiveBatch,
  executors: Executors,
): readonly Tell[] {
  if (batch.status !== 'finalized') return []
  const earned = new Map(executors.map(([node, { paid }]) => [node, paid]))
  const { aggregator, bonus } = batch
  earned.set(aggregator, (earned.get(aggregator) ?? 0n) + bonus)
  return [...earned].flatMap(([node, pay]) => {
    const known = peek(microtaskNodes, node)
    const isClear = known !== undefined && known.strikes > 0n && pay >= known.failedPay
    return isClear ? [tell(microtaskNodes, node, () => ({ ...known, strikes: 0n }))] : []
  })
}
