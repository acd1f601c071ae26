import {
  compareBigints,
  defineCommand,
  defineLifecycle,
  divide,
  id,
  reject,
  units,
} from '@tlmkit/core'
import { microtaskParamsOf } from '../microtaskParamsOf.js'

/** One in millionths. */
export const FEE_INDEX_ONE = 1_000_000n
const INDEX_MIN = 250_000n
const INDEX_MAX = 8_000_000n
/** Reports that make a median count. */
const REPORTS_MIN = 3

/** The fee index in force in an epoch, and what was reported in it for the next. */
export type FeeIndexState = {
  readonly epoch: bigint
  /** Millionths. */
  readonly index: bigint
  readonly reports: readonly { readonly reporter: string; readonly value: bigint }[]
}

/** The one work of the lifecycle. */
export const FEE_INDEX = 'fee-index'

/**
 * The fee index: fees follow congestion and prices.
 *
 * Rule: the median (the lower middle of an even count) of at least three reports of an epoch, no
 * further than an eighth from the last and within 250,000 to 8,000,000, is in force from the next
 * epoch on; with fewer the last stays. It starts at 1,000,000.
 * Units: millionths.
 * Rounding: the eighth down.
 * Errors: `not-a-reporter`, `wrong-epoch`, `already-reported`, `value-not-positive`.
 * Source: spec/microtask.md, Parameters, Fee index.
 */
export const feeIndex = defineLifecycle<FeeIndexState>()({
  name: 'fee-index',
  commands: {
    reportIndex: defineCommand<FeeIndexState>()({
      columns: { reporter: id('reporter'), epoch: units(), value: units() },
      codes: ['not-a-reporter', 'wrong-epoch', 'already-reported', 'value-not-positive'],
      reduce(state, { reporter, epoch, value }, { paramsNow, height }) {
        const { indexReporters, epochLengthBlocks } = microtaskParamsOf(paramsNow)
        if (!indexReporters.includes(reporter)) return reject('not-a-reporter')
        if (epoch !== divide(height, epochLengthBlocks, 'floor')) return reject('wrong-epoch')
        const reports = state?.epoch === epoch ? state.reports : []
        if (reports.some((one) => one.reporter === reporter)) return reject('already-reported')
        if (value === 0n) return reject('value-not-positive')
        const index = feeIndexAt(state, epoch)
        return { state: { epoch, index, reports: [...reports, { reporter, value }] } }
      },
    }),
  },
})

/** The fee index in force in an epoch, in millionths. */
export function feeIndexAt(state: FeeIndexState | undefined, epoch: bigint): bigint {
  if (state === undefined) return FEE_INDEX_ONE
  return epoch > state.epoch ? nextIndex(state) : state.index
}

function nextIndex({ index, reports }: FeeIndexState): bigint {
  if (reports.length < REPORTS_MIN) return index
  const values = reports.map(({ value }) => value).sort(compareBigints)
  const median = values[(values.length - 1) >> 1] ?? index
  const step = divide(index, 8n, 'floor')
  const near = clamp(median, index - step, index + step)
  return clamp(near, INDEX_MIN, INDEX_MAX)
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low
  return value > high ? high : value
}
