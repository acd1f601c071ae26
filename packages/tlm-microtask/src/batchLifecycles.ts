import { defineLifecycle, type Lifecycle } from '@tlmkit/core'
import type { BatchState } from './batches/BatchState.js'
import { plainStakeBook, type StakeBook } from './batches/StakeBook.js'
import type { TraceJudge } from './batches/TraceJudge.js'
import { batchExecutors, batchSegments, batchTreasury } from './batches/works.js'
import type { MicrotaskKinds } from './claims.js'
import { acceptAggregation } from './commands/acceptAggregation.js'
import { acceptSegments } from './commands/acceptSegments.js'
import type { BatchEnvironment } from './commands/BatchEnvironment.js'
import { batchSubmit } from './commands/batchSubmit.js'
import { challenge } from './commands/challenge.js'
import { commitPartial } from './commands/commitPartial.js'
import { demandRows } from './commands/demandRows.js'
import { expireBatch } from './commands/expireBatch.js'
import { failUnrevealed } from './commands/failUnrevealed.js'
import { finalizeBatch } from './commands/finalizeBatch.js'
import { releaseBonds } from './commands/releaseBonds.js'
import { revealRows } from './commands/revealRows.js'
import { feeIndex } from './feeIndex/feeIndex.js'
import { microtaskNodes } from './nodes/microtaskNodes.js'

export interface BatchLifecycleOptions<D extends string> {
  readonly denomination: D
  readonly kinds: MicrotaskKinds<D>
  readonly judge: TraceJudge
  /** The network's stakes; without one, all that is free may be bound. */
  readonly stake?: StakeBook
}

/**
 * The lifecycles of micro-task batches: `batches` with its commands, the works these tell, and the
 * fee index.
 *
 * Source: spec/microtask.md, Batch: states and commands.
 * @example
 * defineNetwork({ lifecycles: batchLifecycles({ denomination: 'LA', kinds, judge }), ... })
 */
export function batchLifecycles<D extends string>(
  options: BatchLifecycleOptions<D>,
): readonly Lifecycle[] {
  const { denomination, kinds, judge } = options
  const stake = options.stake ?? plainStakeBook(denomination)
  const environment: BatchEnvironment = { denomination, kinds: kinds, judge, stake }
  const batches = defineLifecycle<BatchState>()({
    name: 'batches',
    commands: {
      batchSubmit: batchSubmit(environment),
      acceptSegments: acceptSegments(environment),
      acceptAggregation: acceptAggregation(environment),
      commitPartial: commitPartial(environment),
      demandRows,
      revealRows: revealRows(environment),
      failUnrevealed: failUnrevealed(environment),
      finalizeBatch: finalizeBatch(environment),
      challenge: challenge(environment),
      expireBatch: expireBatch(environment),
      releaseBonds: releaseBonds(environment),
    },
  })
  return [batches, batchSegments, batchExecutors, batchTreasury, microtaskNodes, feeIndex]
}
