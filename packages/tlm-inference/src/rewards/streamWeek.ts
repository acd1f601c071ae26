import { account, amount, defineTlm, ratio, select, units } from '@tlmkit/core'
import { YEAR_WEEKS } from './weekOf.js'

const LAST_WEEK = YEAR_WEEKS - 1n

/**
 * Streams one week's part of the treasury to the governance pool.
 *
 * Rule: Y = floor(`opening` x `rate`); weeks 0 to 50 have w = floor(Y / 52), week 51 has Y - 51 w, so
 * that 52 weeks sum to Y. What the treasury does not hold is not paid.
 * Units: base units. Rounding: down; the last week takes the remainder.
 * Source: spec/inference.md, Treasury stream.
 */
export const streamWeek = defineTlm({
  name: 'stream-week',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ opening: amount(), rate: ratio(), week: units() },
    ...{ treasury: account(), governance: account() },
  },
  writes: { streamed: amount(), streamShort: amount() },
  reasons: ['treasury-stream'],
  events: { 'treasury-streamed': { week: units(), streamed: amount(), short: amount() } },
  rule({ opening, rate, week, treasury, governance }, _params, claim) {
    const yearly = opening.times(rate, 'floor').as('yearly')
    const weekly = yearly.over(YEAR_WEEKS, 'floor').as('weekly')
    const last = yearly.minus(weekly.forUnits(LAST_WEEK), 'reject').as('last')
    const due = select(week.is(LAST_WEEK), last, weekly)
    const { taken: streamed, short } = claim.take(due, {
      from: treasury,
      to: governance,
      reason: 'treasury-stream',
    })
    claim.emit('treasury-streamed', { week, streamed, short })
    return { streamed, streamShort: short }
  },
})
