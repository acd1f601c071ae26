import { amount, amountLike, amountOf, defineTlm, id, units, when } from '@tlmkit/core'
import { amountParam } from '@tlmkit/params'
import { z } from 'zod'

/**
 * Begins to unbond an application whose stake a claim has brought below the minimum.
 *
 * Rule: where the stake is below `minStake` and `application/<id>/unbonding` holds no mark, it gets
 * one mark and the event `application-unbonding-begin` follows: once per application, ever.
 * Units: base units of the denomination of `settled`; a mark is 1 unit of `mark`, which is no money.
 * Source: spec/pocket.md section 5.4.
 */
export const applicationMinimumStake = defineTlm({
  name: 'application-minimum-stake',
  version: '1.0.0',
  phase: 'settle',
  after: ['burn-equals-mint', 'global-mint', 'reimbursement-request'],
  reads: {
    settled: amount(),
    application: id('application'),
    unstakeSessionEndHeight: units(),
    unbondingEndHeight: units(),
  },
  params: z.object({
    minStake: amountParam(1_000_000n, {
      unit: 'base units of the settled amount',
      effect: 'Least stake with which an application stays bonded.',
    }),
  }),
  reasons: ['unbonding-begin'],
  events: {
    'application-unbonding-begin': {
      application: id('application'),
      stake: amount(),
      unstakeSessionEndHeight: units(),
      unbondingEndHeight: units(),
    },
  },
  rule({ settled, application, ...heights }, { minStake }, claim) {
    const mark = amountOf(1n, 'mark')
    const unbonding = application.bucket('unbonding')
    const stake = claim.balance(application.bucket('stake'), settled).as('stake')
    const marks = claim.balance(unbonding, mark)
    when(stake.below(amountLike(minStake, settled)).and(marks.isZero()), () => {
      claim.mint(mark, { to: unbonding, reason: 'unbonding-begin' })
      claim.emit('application-unbonding-begin', { application, stake, ...heights })
    })
  },
})
