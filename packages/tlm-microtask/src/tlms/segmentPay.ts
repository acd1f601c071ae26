import { amount, defineTlm, units } from '@tlmkit/core'
import { payOfTasks } from './payOfTasks.js'

/**
 * Prices a segment: what its tasks are paid of the pay of all.
 *
 * Rule: floor(nodesPay x to / tasks) - floor(nodesPay x from / tasks): over all segments, in any
 * order, exactly nodesPay.
 * Units: base units; `from` and `to` are task indices, `to` not included.
 * Rounding: down at both ends.
 * Source: spec/microtask.md, Amounts at submit.
 */
export const segmentPay = defineTlm({
  name: 'segment-pay',
  version: '1.0.0',
  phase: 'price',
  reads: { nodesPay: amount(), tasks: units(), from: units(), to: units() },
  writes: { claimed: amount() },
  rule({ nodesPay, tasks, from, to }) {
    return { claimed: payOfTasks(nodesPay, { from, to, tasks }) }
  },
})
