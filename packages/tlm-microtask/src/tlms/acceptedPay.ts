import { amount, defineTlm, list, units } from '@tlmkit/core'
import { payOfTasks } from './payOfTasks.js'

/**
 * What segments that a node accepts will be paid.
 *
 * Units: base units. Rounding: as `segmentPay`, segment by segment.
 * Source: spec/microtask.md, Binding.
 */
export const acceptedPay = defineTlm({
  name: 'accepted-pay',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    nodesPay: amount(),
    tasks: units(),
    segments: list({ from: units(), to: units() }),
  },
  writes: { added: amount() },
  rule({ nodesPay, tasks, segments }) {
    const pay = segments.each(({ from, to }) => payOfTasks(nodesPay, { from, to, tasks }).as('pay'))
    return { added: pay.sum() }
  },
})
