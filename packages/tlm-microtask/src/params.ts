import { addRatios, compareRatios, ONE_RATIO, ratioOf } from '@tlmkit/core'
import {
  accountParam,
  amountParam,
  choiceParam,
  flagParam,
  idsParam,
  ratioParam,
  unitsParam,
} from '@tlmkit/params'
import { z } from 'zod'

/** Where the aggregator's bonus comes from. */
export const AGGREGATOR_SOURCES = ['escrow', 'surcharge', 'treasury'] as const

/** Shares of the fee, and what bad work costs. */
export const batchMoneyParams = z.strictObject({
  burnRate: ratioParam('0.02', {
    max: '0.5',
    unit: 'of the fee',
    effect: 'What is burned when a batch is submitted, rounded up; never refunded.',
  }),
  aggregatorRate: ratioParam('0.05', {
    max: '0.5',
    unit: 'of the fee',
    effect: 'Bonus of the aggregator of a batch that is finalized, rounded down.',
  }),
  aggregatorSource: choiceParam(AGGREGATOR_SOURCES, {
    unit: 'source of the bonus',
    effect: 'Out of the fee, on top of it from the caller, or from the treasury.',
  }),
  treasuryPerEpochMax: ratioParam('0.01', {
    max: '1',
    unit: 'of the treasury',
    effect: 'What bonuses may take from the treasury in an epoch, of what it held at its start.',
  }),
  treasury: accountParam('module/treasury', {
    fixed: true,
    effect: 'Pays bonuses of source treasury.',
  }),
  deductionMultiplier: ratioParam('1.5', {
    min: '1',
    max: '10',
    unit: 'times what is paid',
    effect: 'Collateral that a node binds for each unit it is paid.',
  }),
  failureBurnRate: ratioParam('0.30', {
    max: '1',
    unit: 'of a deduction',
    effect: 'What is burned of collateral that is lost; the insurance pool takes the rest.',
  }),
})

/** Windows of a batch, in blocks, and the length of its segments. */
export const batchWindowParams = z.strictObject({
  segmentSize: unitsParam(32n, {
    min: 1n,
    max: 1024n,
    unit: 'tasks',
    effect: 'Tasks of a segment, which is committed and paid at once.',
  }),
  acceptWindow: unitsParam(600n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long an accepted segment is kept for the node that accepted it.',
  }),
  commitWindow: unitsParam(6000n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long after its submission segments of a batch are accepted and committed.',
  }),
  finalizeWindow: unitsParam(7200n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long after its submission a batch may be finalized; then it expires.',
  }),
  revealWindow: unitsParam(200n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long rows may be revealed once they are demanded.',
  }),
  challengeWindow: unitsParam(1200n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long an ended batch may be challenged, and bonds stay bound.',
  }),
  rowChecks: idsParam(['membership'], {
    unit: 'row checks',
    effect: 'Checks that every row of a batch must pass.',
  }),
})

/** What is read at the height of a command, whatever version a batch opened with. */
export const batchLiveParams = z.strictObject({
  paused: flagParam(false, { effect: 'No batch is submitted; those that are open go on.' }),
  watchlistAfter: unitsParam(3n, {
    min: 1n,
    max: 100n,
    unit: 'batches',
    effect: 'Batches in a row that fail by a node until it is listed.',
  }),
  watchlistEpochs: unitsParam(1n, {
    min: 1n,
    max: 1000n,
    unit: 'epochs',
    effect: 'Whole epochs for which a node stays listed.',
  }),
  epochLengthBlocks: unitsParam(512n, {
    min: 1n,
    unit: 'blocks',
    fixed: true,
    effect: 'Length of an epoch; fixed at genesis.',
  }),
  feeMin: amountParam(10_000n, {
    min: 1n,
    unit: 'base units',
    effect: 'Least fee of a batch at a fee index of 1.',
  }),
  indexReporters: idsParam([], {
    unit: 'reporters',
    effect: 'Who may report the fee index.',
  }),
})

/**
 * All parameters of micro-task batches, in one schema; a network spreads its shape into its own and
 * calls `checkMicrotaskParams` on them.
 *
 * Units: as `listParams` tells of each.
 * Source: spec/microtask.md, Parameters.
 */
export const microtaskParams = z
  .strictObject({
    ...batchMoneyParams.shape,
    ...batchWindowParams.shape,
    ...batchLiveParams.shape,
  })
  .superRefine(checkMicrotaskParams)

/** Values of the parameters of micro-task batches. */
export type MicrotaskParams = z.output<typeof batchMoneyParams> &
  z.output<typeof batchWindowParams> &
  z.output<typeof batchLiveParams>

/**
 * Checks what single bounds cannot: that a fee covers its shares, that bad work costs its doer,
 * that demands fit into their windows.
 *
 * Source: spec/microtask.md, Parameters.
 */
export function checkMicrotaskParams(params: MicrotaskParams, context: z.RefinementCtx): void {
  for (const [key, message] of complaintsOf(params)) {
    context.addIssue({ code: 'custom', path: [key], message })
  }
}

function* complaintsOf(
  params: MicrotaskParams,
): Generator<readonly [key: keyof MicrotaskParams, message: string]> {
  const { burnRate, aggregatorRate, aggregatorSource, deductionMultiplier } = params
  const { finalizeWindow, commitWindow, challengeWindow, revealWindow } = params
  if (compareRatios(addRatios(burnRate, aggregatorRate), ONE_RATIO) >= 0) {
    yield ['aggregatorRate', 'burnRate + aggregatorRate must be below 1']
  }
  const half = ratioOf(burnRate.num, 2n * burnRate.den)
  if (aggregatorSource === 'treasury' && compareRatios(aggregatorRate, half) > 0) {
    yield ['aggregatorRate', 'with source treasury it must be at most burnRate / 2']
  }
  if (compareRatios(deductionMultiplier, ONE_RATIO) <= 0) {
    yield ['deductionMultiplier', 'it must be above 1: bad work costs its doer']
  }
  const { num, den } = params.failureBurnRate
  const { num: times, den: by } = deductionMultiplier
  const insured = ratioOf(times * (den - num), by * den)
  if (compareRatios(insured, ONE_RATIO) < 0) {
    const why = 'a caller is made whole for bad work, and bad work costs its doer'
    yield ['deductionMultiplier', `times (1 - failureBurnRate) it must be at least 1: ${why}`]
  }
  if (finalizeWindow < commitWindow + 4n * revealWindow) {
    const least = commitWindow + 4n * revealWindow
    yield ['finalizeWindow', `it must be at least commitWindow + 4 revealWindow, ${least} blocks`]
  }
  if (challengeWindow <= 2n * revealWindow) {
    yield ['challengeWindow', `it must be above 2 revealWindow, ${2n * revealWindow} blocks`]
  }
}
