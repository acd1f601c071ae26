import {
  amount,
  claimOf,
  defineCommand,
  divide,
  id,
  mulDiv,
  opaque,
  reject,
  tell,
  units,
  type CommandContext,
  type CommandShape,
} from '@tlmkit/core'
import type { BatchState, LiveBatch } from '../batches/BatchState.js'
import { returnedBy } from '../batches/returnedBy.js'
import { batchTreasury, TREASURY, type TreasuryState } from '../batches/works.js'
import { FEE_INDEX, FEE_INDEX_ONE, feeIndex, feeIndexAt } from '../feeIndex/feeIndex.js'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import type { BatchEnvironment } from './BatchEnvironment.js'

const TASKS_MAX = 2n ** 32n - 1n
/** Hex digits of a root of 32 bytes. */
const ROOT_DIGITS = 64

/**
 * Submits a batch: `batchSubmit(caller, fee, tasks, tasksRoot, filters)`.
 *
 * Errors, in this order: `paused`, `duplicate-batch`, `no-tasks`, `too-many-tasks`,
 * `tasks-root-invalid` (not 32 bytes), `fee-below-minimum`, `fee-below-one-unit-a-task`,
 * `balance-short`, `treasury-short`.
 * Source: spec/microtask.md, Batch.
 */
export function batchSubmit({ denomination, kinds }: BatchEnvironment): CommandShape<BatchState> {
  return defineCommand<BatchState>()({
    columns: {
      ...{ caller: id('caller'), fee: amount(denomination), tasks: units() },
      ...{ tasksRoot: opaque(), filters: opaque() },
    },
    codes: [
      ...['paused', 'duplicate-batch', 'no-tasks', 'too-many-tasks'],
      ...['tasks-root-invalid', 'fee-below-minimum'],
    ],
    reduce(state, { caller, fee, tasks, tasksRoot }, context) {
      const { work, height } = context
      if (context.isPaused || microtaskParamsOf(context.paramsNow).paused) return reject('paused')
      if (state !== undefined) return reject('duplicate-batch')
      if (tasks === 0n) return reject('no-tasks')
      if (tasks > TASKS_MAX) return reject('too-many-tasks')
      if (tasksRoot.length !== ROOT_DIGITS) return reject('tasks-root-invalid')
      if (fee < feeMinimum(context)) return reject('fee-below-minimum')
      const treasury = treasuryOf(context, denomination)
      const { segmentSize } = microtaskParamsOf(context.params)
      const opened: LiveBatch = {
        ...{ status: 'open', caller, tasks, tasksRoot, submittedAt: height, endedAt: 0n },
        segments: divide(tasks, segmentSize, 'ceil'),
        ...{ burned: 0n, bonus: 0n, nodesPay: 0n, committed: 0n, paid: 0n, lastExecutor: '' },
        ...{ lastSegment: null, aggregatorSince: 0n, isAggregatorAtFault: false },
        ...{ aggregator: '', aggregatorBond: 0n, replacedAggregator: '', isBonusPaid: false },
        ...{ failures: 0n, compensated: 0n },
      }
      const row = {
        ...{ batch: work, caller, fee, tasks, height },
        ...{ treasuryOpening: treasury?.opening ?? 0n, treasurySpent: treasury?.spent ?? 0n },
      }
      return {
        state: opened,
        claims: [claimOf(kinds.submissions, row)],
        settled: ([submission]) => {
          const bonus = returnedBy(submission, 'bonus')
          const burned = returnedBy(submission, 'burned')
          const nodesPay = returnedBy(submission, 'nodesPay')
          return {
            state: { ...opened, bonus, burned, nodesPay },
            tells: treasury === undefined ? [] : [spend(treasury, bonus)],
          }
        },
      }
    },
  })
}

/** Least fee at a command's height, in base units: feeMin times the fee index, rounded up. */
function feeMinimum({ paramsNow, height, peek }: CommandContext): bigint {
  const { feeMin, epochLengthBlocks } = microtaskParamsOf(paramsNow)
  const epoch = divide(height, epochLengthBlocks, 'floor')
  return mulDiv(feeMin, feeIndexAt(peek(feeIndex, FEE_INDEX), epoch), FEE_INDEX_ONE, 'ceil')
}

/** The treasury's part in this epoch, where it pays bonuses. */
function treasuryOf(context: CommandContext, denomination: string): TreasuryState | undefined {
  const { aggregatorSource, treasury } = microtaskParamsOf(context.params)
  if (aggregatorSource !== 'treasury') return undefined
  const { epochLengthBlocks } = microtaskParamsOf(context.paramsNow)
  const epoch = divide(context.height, epochLengthBlocks, 'floor')
  const known = context.peek(batchTreasury, TREASURY)
  if (known?.epoch === epoch) return known
  return { epoch, opening: context.balance(treasury, denomination), spent: 0n }
}

function spend(treasury: TreasuryState, bonus: bigint): ReturnType<typeof tell> {
  const after = { ...treasury, spent: treasury.spent + bonus }
  return tell(batchTreasury, TREASURY, () => after)
}
