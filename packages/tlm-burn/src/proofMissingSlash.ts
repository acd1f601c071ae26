import { defineTlm } from '@tlmkit/core'
import { idParam } from '@tlmkit/params'
import { z } from 'zod'
import { slashColumns, slashEvents, slashParams, slashStake } from './slashStake.js'

/**
 * Slashes the supplier of an expired claim, as far as its stake reaches, and burns it.
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
  reads: slashColumns,
  params: z.object({
    ...slashParams,
    denomination: idParam('upokt', { effect: 'Denomination of the stake and the penalty.' }),
  }),
  reasons: ['supplier-slash-module-transfer', 'supplier-slash-stake-burn', 'unbonding-begin'],
  events: slashEvents,
  rule(columns, params, claim) {
    slashStake(claim, columns, {
      ...params,
      spend(penalty, from) {
        claim.burn(penalty, { from, reason: 'supplier-slash-stake-burn' })
      },
    })
  },
})
