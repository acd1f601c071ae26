import { amount, defineTlm, ratioConstant } from '@tlmkit/core'
import { stakeParams } from '../params.js'

/**
 * What accepting a task binds.
 *
 * Rule: bind = ceil(fee x bindRatio). Units: base units. Rounding: up.
 * Source: spec/stake.md, "Tasks".
 */
export const bindOfFee = defineTlm({
  name: 'bind-of-fee',
  version: '1.0.0',
  phase: 'settle',
  reads: { fee: amount() },
  writes: { bind: amount() },
  params: stakeParams.pick({ bindRatio: true }),
  rule: ({ fee }, { bindRatio }) => ({ bind: fee.times(ratioConstant(bindRatio), 'ceil') }),
})
