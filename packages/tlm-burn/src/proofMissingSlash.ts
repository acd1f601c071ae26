import {
  amount,
  amountLike,
  amountOf,
  defineTlm,
  id,
  module,
  oneOf,
  units,
  when,
} from '@tlmkit/core'
import { amountParam } from '@tlmkit/params'
import { z } from 'zod'

const slashed = {
  application: id('application'),
  supplier: id('supplier'),
  service: id('service'),
  session: id('session'),
  proof: oneOf('missing', 'invalid'),
  sessionEndHeight: units(),
}

/**
 * Slashes the supplier of an expired claim, as far as its stake reaches.
 *
 * Rule: min(penalty, stake) goes from the supplier's stake through `module/tokenomics` and is
 * burned. Where the stake is then below `minStake` and `supplier/<id>/unbonding` holds no mark, it
 * gets one mark and `supplier-unbonding-begin` follows: once per supplier, ever. `supplier-slashed`
 * comes last, also for a supplier that has nothing left.
 * Units: base units of `denomination`; a mark is 1 unit of `mark`, which is no money.
 * Source: spec/pocket.md section 8.
 */
export const proofMissingSlash = defineTlm({
  name: 'proof-missing-slash',
  version: '1.0.0',
  phase: 'settle',
  reads: { ...slashed, unstakeSessionEndHeight: units() },
  params: z.object({
    penalty: amountParam(320_000_000n, {
      unit: 'base units',
      effect: 'What a supplier loses for each claim without a valid proof.',
    }),
    minStake: amountParam(1_000_000n, {
      unit: 'base units',
      effect: 'Least stake with which a supplier stays bonded.',
    }),
    denomination: z.string().default('upokt'),
  }),
  reasons: ['supplier-slash-module-transfer', 'supplier-slash-stake-burn', 'unbonding-begin'],
  events: {
    'supplier-unbonding-begin': {
      supplier: id('supplier'),
      unstakeSessionEndHeight: units(),
      unbondingEndHeight: units(),
    },
    'supplier-slashed': { ...slashed, penalty: amount(), stakeAfter: amount() },
  },
  rule({ unstakeSessionEndHeight, ...columns }, params, claim) {
    const { penalty: penaltyMax, minStake, denomination } = params
    const { supplier } = columns
    const escrow = module('tokenomics')
    const stake = supplier.bucket('stake')
    const { taken } = claim.take(amountOf(penaltyMax, denomination), {
      from: stake,
      to: escrow,
      reason: 'supplier-slash-module-transfer',
    })
    const penalty = taken.as('penalty')
    claim.burn(penalty, { from: escrow, reason: 'supplier-slash-stake-burn' })

    const stakeAfter = claim.balance(stake, penalty).as('stakeAfter')
    const mark = amountOf(1n, 'mark')
    const unbonding = supplier.bucket('unbonding')
    const marks = claim.balance(unbonding, mark)
    when(stakeAfter.below(amountLike(minStake, penalty)).and(marks.isZero()), () => {
      claim.mint(mark, { to: unbonding, reason: 'unbonding-begin' })
      const unbondingEndHeight = unstakeSessionEndHeight
      const heights = { unstakeSessionEndHeight, unbondingEndHeight }
      claim.emit('supplier-unbonding-begin', { supplier, ...heights })
    })
    claim.emit('supplier-slashed', { ...columns, penalty, stakeAfter })
  },
})
